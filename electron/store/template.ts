import { z } from 'zod'
import { pairSchema } from '../domain/pair'

/** JSON Schema of a pair file as people write it: defaults may be left out. */
export const pairJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(pairSchema, { io: 'input' }),
  title: 'Hotpair pair file',
})
