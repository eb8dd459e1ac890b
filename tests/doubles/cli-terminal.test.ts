import { plannedOutput } from '../renderer/planned'
import { Command } from 'commander'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { Register } from '../../electron/cli/common'
import { ask } from '../../electron/cli/prompt'
import { undo } from '../../electron/cli/undo'
import { voiceOf } from '../../electron/cli/wording'
import { commands, type CommandName } from '../../electron/contract/commands'
import { engineEvent } from '../../electron/contract/events'
import type { Call } from '../../electron/contract/wire'
import { failureKinds, HotpairError } from '../../electron/domain/failure'
import { obeyed, obeyedIn } from '../evil'
import { failuresOf } from '../samples'
import { coursesTo, events } from './cli-courses'
import { outside } from './cli-outside'

/** The whole command line but for its engine, which answers with everything hostile that its contract lets through. */

let answer: (call: Call) => Promise<unknown>
/** What is asked before deploy and export; for plan itself it is the answer. */
let plans: (call: Call) => Promise<unknown> = () => Promise.resolve(plannedOutput('fresh'))
vi.mock('../../electron/cli/session', () => ({
  openCommandLine: (_options: unknown, call: Call) =>
    Promise.resolve({
      wire: { request: (command: string) => (command === 'pair.plan' ? plans(call) : answer(call)) },
      call,
      redact: <T>(value: T): T => value,
    }),
}))

const { folder, pairFile, terminal } = outside()

async function hotpair(register: Register, ...words: string[]): Promise<void> {
  const program = new Command('hotpair').exitOverride()
  register(program, voiceOf('en'), () => undefined)
  await program.parseAsync(['node', 'hotpair', program.commands[0]?.name() ?? '', pairFile, ...words])
}

/** Every text in the value becomes hostile where the schema still takes it, and so does every key; of a long list the first ones. */
function hostile<T>(value: T, accepts: (value: unknown) => boolean, evil: string): T {
  const copy: unknown = structuredClone(value)
  const walk = (holder: Record<string, unknown>): void => {
    for (const [key, inner] of Object.entries(holder).slice(0, Array.isArray(holder) ? 4 : undefined)) {
      if (typeof inner === 'string') {
        holder[key] = `${inner}${evil}`
        if (!accepts(copy)) holder[key] = inner
      } else if (inner !== null && typeof inner === 'object') walk(inner as Record<string, unknown>)
      holder[`${key}${evil}`] = holder[key]
      if (Array.isArray(holder) || !accepts(copy)) Reflect.deleteProperty(holder, `${key}${evil}`)
    }
  }
  walk({ copy })
  return copy as T
}

const everything = `${obeyed.join('')}\nThe hosts are as before.\t`

const accepts = (command: CommandName) => (value: unknown) => commands[command].output.safeParse(value).success

describe.each(coursesTo(folder))('hotpair %s', (_name, register, words, command, output) => {
  const evil = hostile(output, accepts(command), everything)
  // prettier-ignore
  const told = events().map((event) => hostile(event, (value) => engineEvent.safeParse(value).success, everything))
  const work = (call: Call) => {
    for (const event of told) call.emit(event)
    return Promise.resolve(evil)
  }

  test('prints nothing that a terminal obeys', async () => {
    expect(obeyedIn(JSON.stringify([evil, told]))).toContain('\u202e')
    answer = work
    plans = command === 'pair.plan' ? work : () => Promise.resolve(plannedOutput('fresh'))
    await hotpair(register, ...words)
    expect(terminal.stdout).not.toBe('')
    expect(obeyedIn(terminal.stdout)).toEqual([])
    expect(terminal.stderr).toContain('\\u{202e}')
    expect(obeyedIn(terminal.stderr)).toEqual([])
    // no line of a host stands where ours do
    expect(`${terminal.stdout}${terminal.stderr}`).not.toMatch(/^The hosts are as before/m)
  })

  test('--json says what was said, in plain letters', async () => {
    answer = work
    plans = command === 'pair.plan' ? work : () => Promise.resolve(plannedOutput('fresh'))
    await hotpair(register, '--json', ...words)
    expect(obeyedIn(terminal.stdout + terminal.stderr)).toEqual([])
    const lines = terminal.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.slice(0, -1)).toEqual(JSON.parse(JSON.stringify(told)))
    expect(lines.at(-1)).toMatchObject(JSON.parse(JSON.stringify(evil)) as object)
  })

  test.each(failureKinds)('tells the failure %s so', async (kind) => {
    const [failure] = failuresOf(kind, (name) => `${name}${everything}`)
    if (failure === undefined) throw new Error(kind)
    answer = () => Promise.reject(HotpairError.of(failure))
    if (command === 'pair.plan') plans = answer
    await hotpair(register, ...words)
    expect(terminal.stdout).toBe('')
    expect(obeyedIn(terminal.stderr)).toEqual([])
    expect(terminal.stderr).not.toMatch(/^The hosts are as before/m)
    await hotpair(register, '--json', ...words)
    expect(obeyedIn(terminal.stdout)).toEqual([])
    expect(JSON.parse(terminal.stdout)).toMatchObject({ ok: false, failure })
  })
})

test('any text that a node may say in a journal or a status', async () => {
  const letters = fc.string({ unit: fc.oneof(fc.constantFrom(...obeyed, '\n'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })) })
  await fc.assert(
    fc.asyncProperty(letters, async (text) => {
      terminal.stdout = terminal.stderr = ''
      answer = ({ emit }) => {
        emit({ type: 'journal', node: text, line: { at: 1, verb: 'commit', event: 'output', text } })
        return Promise.resolve({
          deployments: {},
          states: {},
          warnings: [{ node: text, code: 'changed-since', subject: text, copy: text }],
        })
      }
      await hotpair(undo)
      expect(obeyedIn(terminal.stdout + terminal.stderr)).toEqual([])
      expect(terminal.stderr.split('\n')).toHaveLength(2)
    }),
    { numRuns: 25 },
  )
})

test('a question is asked so', async () => {
  const { stdin } = process
  const asked = ask(`nginx1 shows the host key ${everything}`, true)
  await vi.waitFor(() => {
    expect(terminal.stderr).toContain('host key')
  })
  stdin.emit('data', Buffer.from('no\r'))
  await asked
  expect(obeyedIn(terminal.stderr)).toEqual([])
})
