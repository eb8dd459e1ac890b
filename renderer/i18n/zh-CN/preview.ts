import type { preview as en } from '../en/preview'
import type { Translation } from '../messages'

export const preview = {} as const satisfies Translation<typeof en>
