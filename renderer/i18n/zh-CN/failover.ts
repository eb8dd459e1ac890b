import type { failover as en } from '../en/failover'
import type { Translation } from '../messages'

export const failover = {} as const satisfies Translation<typeof en>
