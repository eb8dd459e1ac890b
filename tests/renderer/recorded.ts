import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { commands, type CommandName, type Output, type TaskCommand } from '../../electron/contract/commands'
import { engineEvent, type EngineEvent } from '../../electron/contract/events'
import type { JournalLine } from '../../electron/domain/journal'
import { planned } from './planned'

export { recordedPair } from './planned'

/**
 * What the engine said in the practice lab, with its times: tests/renderer/recorded. Everything is parsed by the contract, so that a
 * recording that does not fit it any more is seen. The phases take-vip and settle, which are told since, were put in where the engine tells them.
 */
const read = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, 'recorded', `${name}.json`), 'utf8'))

export const recordedOutput = <C extends CommandName>(command: C, name: string): Output<C> =>
  commands[command].output.parse(read(name)) as Output<C>

/** Recordings name steps by what they do; their numbers are those of the plan as it is made now. */
function numbered(node: string, line: JournalLine): JournalLine {
  if (!('doing' in line) || line.doing === 'enable-recovery') return line
  const steps = planned('fresh').nodes.find((each) => each.node === node)?.steps ?? []
  const step = steps.find(({ code, subjects }) => code === line.doing && subjects.join(' ') === line.subject)
  if (step === undefined) throw new Error(`the plan has no step "${line.doing} ${line.subject}"`)
  return { ...line, step: step.number }
}

export interface RecordedTask<C extends TaskCommand> {
  /** `t`: ms after the task was started. */
  readonly events: readonly { readonly t: number; readonly event: EngineEvent }[]
  readonly end: Output<'task.follow'>
  readonly result: Output<C> | null
}

export function recordedTask<C extends TaskCommand>(command: C, name: string): RecordedTask<C> {
  const { events, done } = z
    .object({ events: z.array(z.object({ t: z.number(), event: engineEvent })), done: commands['task.follow'].output })
    .parse(read(name))
  // Samples are kept once, in the events.
  const samples = events.flatMap(({ event }) => (event.type === 'drill' && event.event.type === 'sample' ? event.event.samples : []))
  const result = done.result as { drills?: { samples: unknown[] }[] } | null
  for (const drill of result?.drills ?? []) drill.samples = samples
  const told = events.map(({ t, event }) => ({
    t,
    event: event.type === 'journal' ? { ...event, line: numbered(event.node, event.line) } : event,
  }))
  return { events: told, end: done, result: done.failure === null ? (commands[command].output.parse(done.result) as Output<C>) : null }
}
