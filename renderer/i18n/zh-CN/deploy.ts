import type { deploy as en } from '../en/deploy'
import type { Translation } from '../messages'

export const deploy = {} as const satisfies Translation<typeof en>
