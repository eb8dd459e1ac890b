import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { bundle, outputOf } from '../../../build/bundle.mjs'
import type { Output } from '../../../electron/contract/commands'
import type { EngineEvent } from '../../../electron/contract/events'
import type { Failure } from '../../../electron/domain/failure'
import type { PairCommand } from '../../../electron/handlers/pair'

/** The real command line in a process of its own, as a user or a script starts it. */

await bundle('cli')

export type Word = 'detect' | 'plan' | 'deploy' | 'verify' | 'drill' | 'export' | 'undo' | 'status' | 'finish' | 'calibrate'

/** Last line of `--json`: the command's output, or the failure. */
export type Result<W extends Word> = { readonly type: 'result'; readonly ok: boolean; readonly exit: number } & Partial<
  Output<`pair.${W}` & PairCommand>
> & { readonly failure?: Failure; readonly text?: { readonly what: string; readonly hosts: string; readonly next: string } }

export interface Ended<W extends Word> {
  /** Null when a signal ended it. */
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
  readonly events: readonly EngineEvent[]
  readonly result: Result<W>
}

export interface Started<W extends Word> {
  readonly child: ChildProcess
  readonly ended: Promise<Ended<W>>
}

type Look = (event: EngineEvent, child: ChildProcess) => void

/** Environment of the operator: nothing of this process but PATH, and a configuration folder of its own. */
export interface Operator {
  readonly folder: string
  readonly knownHosts: string
  /** HOTPAIR_PASSWORD_NGINX1 and the like. */
  readonly secrets: Readonly<Record<string, string>>
  readonly more?: Readonly<Record<string, string>>
}

const environment = (operator: Operator): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: operator.folder,
  XDG_CONFIG_HOME: `${operator.folder}/config`,
  HOTPAIR_LAB: process.env['HOTPAIR_LAB'] ?? '',
  ...operator.secrets,
  ...operator.more,
})

/** `{"type":"result"}` of a program that was killed: nothing. */
const nothing = { type: 'result', ok: false, exit: -1 } as const

/** Starts a command with --json; `look` sees every event as it comes, and may kill the program. */
export function start<W extends Word>(operator: Operator, word: W, args: readonly string[], look: Look = () => undefined): Started<W> {
  const child = spawn(process.execPath, [outputOf('cli'), word, ...args, '--json', '--known-hosts', operator.knownHosts], {
    env: environment(operator),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const events: EngineEvent[] = []
  let stdout = ''
  let stderr = ''
  let result: Result<W> = nothing as Result<W>
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const lines = createInterface(child.stdout)
  lines.on('line', (line) => {
    stdout += `${line}\n`
    const value = JSON.parse(line) as { type: string }
    if (value.type === 'result') {
      result = value as Result<W>
      return
    }
    events.push(value as EngineEvent)
    look(value as EngineEvent, child)
  })
  const read = new Promise((resolve) => lines.once('close', resolve))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve)).then(async (exit): Promise<Ended<W>> => {
    await read
    return { exit, stdout, stderr, events, result }
  })
  return { child, ended }
}

export const json = <W extends Word>(operator: Operator, word: W, args: readonly string[], look?: Look): Promise<Ended<W>> =>
  start(operator, word, args, look).ended

export interface Said {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command as a person does, without --json. */
export function plain(operator: Operator, word: Word, args: readonly string[]): Promise<Said> {
  const child = spawn(process.execPath, [outputOf('cli'), word, ...args, '--known-hosts', operator.knownHosts], {
    env: environment(operator),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString()
  })
  return new Promise((resolve) => {
    child.once('close', (exit) => {
      resolve({ exit, ...said })
    })
  })
}
