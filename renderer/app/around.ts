import type { Output } from '../../electron/contract/commands'
import type { Pair } from '../../electron/domain/pair'
import type { EngineClient } from '../engine/client'
import type { Running } from './running.svelte'

export type Start = Output<'app.start'>

/** What a wizard and its frame need of the app around them. */
export interface Around {
  readonly engine: EngineClient
  /** null: the engine has not answered yet. */
  readonly start: Start | null
  /** What the engine works on just now. */
  readonly running: Running
  settingsOpen: boolean
  home(): void
  openPair(pair: Pair): void
}
