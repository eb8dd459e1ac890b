import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { read } from '../../electron/facts/fact'
import { facts } from '../facts/readings'

/** Every tests/facts/<fact>/*.json: what a command printed, and its reading. A new case is a file. */
const caseSchema = z.strictObject({
  /** "recorded: …" from a real host, or "written: …" after a known format. */
  source: z.string().regex(/^(recorded|written): /),
  input: z.strictObject({ stdout: z.string(), status: z.int() }),
  expected: z.unknown().optional(),
  throws: z.literal(true).optional(),
})
const root = new URL('../facts/', import.meta.url)
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

it('knows every folder, and every fact has cases', () => {
  expect(folders.sort()).toEqual(Object.keys(facts).sort())
})

const plain = (value: unknown): unknown => (value instanceof Map ? Object.fromEntries(value) : value)

describe.each(Object.entries(facts))('%s', (folder, fact) => {
  it.each(readdirSync(new URL(`${folder}/`, root)))('%s', (name) => {
    const { input, ...wanted } = caseSchema.parse(JSON.parse(readFileSync(new URL(`${folder}/${name}`, root), 'utf8')))
    expect('expected' in wanted, 'a case has either "expected" or "throws"').toBe(wanted.throws === undefined)
    const reading = () => read(fact, input.stdout, input.status)
    if (wanted.throws) expect(reading).toThrow()
    else expect(plain(reading())).toEqual(wanted.expected)
  })

  it.each([
    ['binary', '\u0000\u0001\ufffd\u001b[2J'],
    ['words', 'Segmentation fault (core dumped)\nrm -rf /\n$(reboot)'],
    ['one byte', '{'],
    ['huge', 'a=1\n'.repeat(2_000_000)],
  ])('does not take %s for an answer', (_, stdout) => {
    expect(() => read(fact, stdout, 0)).toThrow()
  })

  it('does not take a time-out for an answer', () => {
    expect(() => read(fact, '', 124)).toThrow()
    expect(() => read(fact, '', 137)).toThrow()
  })
})
