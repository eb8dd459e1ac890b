import type { hosts as en } from '../en/hosts'
import type { Translation } from '../messages'

export const hosts = {} as const satisfies Translation<typeof en>
