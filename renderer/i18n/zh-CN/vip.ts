import type { vip as en } from '../en/vip'
import type { Translation } from '../messages'

export const vip = {} as const satisfies Translation<typeof en>
