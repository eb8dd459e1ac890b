import { failureOf, failureText } from '../contract/failure'
import type { Output, Sent } from '../contract/commands'
import type { EngineEvent } from '../contract/events'
import type { Pair } from '../domain/pair'
import { loadPair } from '../store/pairs'
import { exitOf, exits, type Exit } from './exit'
import { openCommandLine, type CommandLine, type CommonOptions, type LineCommand } from './session'
import { failurePrinted } from './print/failure'
import { progress } from './print/progress'
import { tell, write, writeJson } from './terminal'
import type { Voice } from './wording'

/** What a command adds to the common course: ask, work, print, exit status. */
export interface Course<C extends LineCommand> {
  readonly command: C
  readonly pairFile: string
  readonly options: CommonOptions
  readonly voice: Voice
  /** What is sent; may ask other commands before, on the same line. */
  readonly input: (pair: Pair, line: CommandLine) => Sent<C> | Promise<Sent<C>>
  /** For a person: lines of the result. */
  readonly print: (output: Output<C>, pair: Pair) => string
  readonly exit: (output: Output<C>) => Exit
  /** What a program gets in the place of the output. */
  readonly json?: (output: Output<C>) => object
  /** Done with the result after it was printed; what it throws is the command's failure. */
  readonly keep?: (output: Output<C>, pair: Pair) => Promise<void>
}

/**
 * Runs one command of the contract for a person or, with --json, for a program: one JSON object per line, the last one
 * `{"type":"result", …}`. Ctrl-C once ends the work and undoes it; twice gives up waiting for hosts that cannot be reached.
 */
export async function run<C extends LineCommand>(course: Course<C>): Promise<Exit> {
  const { options, command, voice } = course
  const json = options.json === true
  const cancel = new AbortController()
  const giveUp = new AbortController()
  const interrupt = (): void => {
    if (cancel.signal.aborted) giveUp.abort()
    else cancel.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  const person = progress((line) => tell(`${line}\n`), voice)
  const emit = (event: EngineEvent): void => {
    if (json) writeJson(event)
    else person(event)
  }
  // what is printed passes the redactor, also when the engine could not be opened
  let redact = <T>(value: T): T => value
  try {
    const pair = await loadPair(course.pairFile)
    const line = await openCommandLine(options, { signal: cancel.signal, giveUp: giveUp.signal, emit }, voice)
    redact = line.redact
    const output = redact(await line.wire.request(command, await course.input(pair, line), line.call))
    const exit = course.exit(output)
    if (json)
      writeJson({ type: 'result', command, ok: exit === exits.done || exit === exits.changes, exit, ...(course.json?.(output) ?? output) })
    else write(`${course.print(output, pair)}\n`)
    await course.keep?.(output, pair)
    return exit
  } catch (error) {
    const failure = redact(failureOf(error))
    const exit = exitOf(failure)
    // a program gets the same in every language
    if (json) writeJson({ type: 'result', command, ok: false, exit, failure, text: failureText(failure) })
    else tell(`\n${failurePrinted(failureText(failure, voice.language))}\n`)
    return exit
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}
