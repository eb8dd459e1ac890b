import type { pair as en } from '../en/pair'
import type { Translation } from '../messages'

export const pair = {} as const satisfies Translation<typeof en>
