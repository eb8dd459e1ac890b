import type { verify as en } from '../en/verify'
import type { Translation } from '../messages'

export const verify = {} as const satisfies Translation<typeof en>
