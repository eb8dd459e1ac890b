import type { z } from 'zod'
import { commands, type CommandName, type Output, type Sent } from '../contract/commands'
import { engineEvent } from '../contract/events'
import type { Call, Handlers, Wire } from '../contract/wire'

/** The place where every transport ends: input, events and output are parsed by their schemas, whoever sent them. */
export const dispatcher = <K extends CommandName>(handlers: Handlers<K>): Wire<K> => ({
  async request<C extends K>(command: C, input: Sent<C>, call: Call): Promise<Output<C>> {
    const { input: inputSchema, output: outputSchema } = commands[command]
    const handler = handlers[command] as (input: unknown, call: Call) => Promise<unknown>
    const parsed = parse(inputSchema, input)
    const output = await handler(parsed, {
      ...call,
      emit: (event) => {
        call.emit(engineEvent.parse(event))
      },
    })
    return outputSchema.parse(output) as Output<C>
  },
})

const parse = (schema: z.ZodType, value: unknown): unknown => schema.parse(value)
