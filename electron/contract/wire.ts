import type { CommandName, Input, Output } from './commands'
import type { EngineEvent } from './events'

/** What goes with one request besides its input. */
export interface Call {
  /** Aborted: the work is ended and undone as far as it must be. */
  readonly signal: AbortSignal
  /** Aborted after `signal`: what still waits for an unreachable host is given up. */
  readonly giveUp: AbortSignal
  readonly emit: (event: EngineEvent) => void
}

/** The engine as a transport sees it: one function for each command. A missing one does not compile. */
export type Handlers = { readonly [C in CommandName]: (input: Input<C>, call: Call) => Promise<Output<C>> }

/** What a transport must do for a face: carry a request, its events and its result or HotpairError. */
export interface Wire {
  request<C extends CommandName>(command: C, input: unknown, call: Call): Promise<Output<C>>
}
