import { z } from 'zod'
import { failureSchema } from '../domain/failure'
import { commands, type CommandName, type Input, type Output, type Sent } from './commands'
import { engineEvent, type EngineEvent } from './events'

/** What goes with one request besides its input. */
export interface Call {
  /** Aborted: the work is ended and undone as far as it must be. */
  readonly signal: AbortSignal
  /** Aborted after `signal`: what still waits for an unreachable host is given up. */
  readonly giveUp: AbortSignal
  readonly emit: (event: EngineEvent) => void
}

/** The engine as a transport sees it: one function for each command. A missing one does not compile. */
export type Handlers<K extends CommandName = CommandName> = { readonly [C in K]: (input: Input<C>, call: Call) => Promise<Output<C>> }

/** What a transport must do for a face: carry a request, its events and its result or HotpairError. */
export interface Wire<K extends CommandName = CommandName> {
  request<C extends K>(command: C, input: Sent<C>, call: Call): Promise<Output<C>>
}

/** One message of a transport, in each direction. Parsed on arrival, on both sides. */
export const requestMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('request'),
    id: z.int().nonnegative(),
    command: z.enum(Object.keys(commands) as [CommandName, ...CommandName[]]),
    input: z.unknown(),
  }),
  z.object({ type: z.literal('cancel'), id: z.int().nonnegative() }),
])
export const replyMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), id: z.int().nonnegative(), event: engineEvent }),
  z.object({ type: z.literal('result'), id: z.int().nonnegative(), output: z.unknown() }),
  z.object({ type: z.literal('failure'), id: z.int().nonnegative(), failure: failureSchema }),
])
export type RequestMessage = z.output<typeof requestMessage>
export type ReplyMessage = z.output<typeof replyMessage>
