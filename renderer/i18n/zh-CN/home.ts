import type { home as en } from '../en/home'
import type { Translation } from '../messages'

export const home = {} as const satisfies Translation<typeof en>
