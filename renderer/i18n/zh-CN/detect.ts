import type { detect as en } from '../en/detect'
import type { Translation } from '../messages'

export const detect = {} as const satisfies Translation<typeof en>
