import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openRecords } from '../../electron/store/audit'
import { logLevel, openLog } from '../../electron/store/log'
import { redactDeep, redactor, remembering } from '../../electron/store/redaction'
import { obeyed, obeyedIn } from '../evil'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-records-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

// What a JSON writer, a shell and a URL would each write differently.
const nasty = `p'a"s\\s ä$&`

describe('redaction', () => {
  const secrets = new Set([nasty, 'hunter22', 'hunter2', 'abc'])
  const redact = redactor(secrets)
  test.each([
    ['plain hunter2 and hunter22.', 'plain [secret] and [secret].'],
    [`x${nasty}y`, 'x[secret]y'],
    [JSON.stringify({ a: nasty }), '{"a":"[secret]"}'],
    [JSON.stringify(JSON.stringify({ a: nasty })), '"{\\"a\\":\\"[secret]\\"}"'],
    [`'${nasty.replaceAll("'", `'\\''`)}'`, "'[secret]'"],
    [encodeURIComponent(nasty), '[secret]'],
    ['abc is too short to be found', 'abc is too short to be found'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected)
  })
  test('names, codes and words of every file are not masked, though a password be the same word', () => {
    const same = redactor(['nginx1', 'wrong', 'root', '2026'])
    const said = { node: 'nginx1', deployment: '2026-1', values: { reason: 'wrong', output: 'root said wrong on nginx1' } }
    expect(redactDeep(same, said, new Set(['wrong']))).toEqual({
      ...said,
      values: { reason: 'wrong', output: 'root said [secret] on [secret]' },
    })
    expect(redactDeep(same, { reason: 'wrong' })).toEqual({ reason: '[secret]' })
  })
  test('deep in a value; what is learnt later counts', async () => {
    const source = remembering((ref) => Promise.resolve(ref.kind === 'vrrp' ? 'learnt' : undefined), secrets)
    expect(redact('learnt')).toBe('learnt')
    expect(await source({ kind: 'vrrp', pair: 'web' })).toBe('learnt')
    expect(await source({ kind: 'sudo', pair: 'web' })).toBeUndefined()
    const date = new Date(0)
    expect(redactDeep(redact, { a: ['learnt', 1, null, { b: 'x hunter2' }], date })).toEqual({
      a: ['[secret]', 1, null, { b: 'x [secret]' }],
      date,
    })
  })
})

test('the log: a file of its own, redacted by value and by name, at the level asked for', () => {
  const file = join(folder, 'deep', 'hotpair.log')
  const log = openLog(file, redactor([nasty]), 'debug')
  log.info({ password: 'unknown secret', node: { passphrase: 'another' }, said: nasty }, `tried ${nasty}`)
  log.error(new Error(`failed with ${nasty}`))
  log.trace('not at this level')
  const text = readFileSync(file, 'utf8')
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines).toHaveLength(2)
  expect(lines[0]).toMatchObject({
    password: '[secret]',
    node: { passphrase: '[secret]' },
    said: '[secret]',
    msg: 'tried [secret]',
    time: expect.stringMatching(/Z$/) as string,
  })
  expect(text).not.toContain('another')
  expect(text).not.toContain('$&')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect([
    logLevel({}),
    logLevel({ HOTPAIR_LOG: 'DEBUG' }),
    logLevel({ HOTPAIR_LOG: 'loud' }),
    logLevel({ HOTPAIR_LOG: 'silent' }),
  ]).toEqual(['info', 'debug', 'info', 'silent'])
})

test('audit and history: appended in order, redacted, cut and foreign lines left out', async () => {
  const records = openRecords(join(folder, 'config'), redactor([nasty]))
  expect(await records.audited(10)).toEqual([])
  await Promise.all(
    [1, 2, 3].map((i) =>
      records.audit({ pair: i === 2 ? 'two' : 'web', what: `deploy ${String(i)}`, result: 'done', detail: { said: nasty } }),
    ),
  )
  const file = join(folder, 'config', 'audit.jsonl')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8')).not.toContain('$&')
  appendFileSync(file, '{"time":"2026-01-01T00:00:00Z","pair":"we')
  await records.audit({ pair: 'web', what: 'undo', result: 'done' })
  expect((await records.audited(2)).map((entry) => entry.what)).toEqual(['undo', 'deploy 3'])
  expect((await records.audited(10, 'two')).map((entry) => entry.what)).toEqual(['deploy 2'])

  await records.addHistory('web', { kind: 'drill', id: '', result: 'done', data: { downtime: 180, note: nasty } })
  await records.addHistory('web', {
    kind: 'deployment',
    id: '20260101T000000-a1b2c3',
    result: 'rolled-back',
    time: '2026-01-01T00:00:00.000Z',
  })
  const history = await records.history('web', 10)
  expect(history.map((entry) => entry.id)).toEqual(['20260101T000000-a1b2c3', ''])
  expect(history[1]?.data).toEqual({ downtime: 180, note: '[secret]' })
  expect(await records.history('other', 10)).toEqual([])
  // an id that became a path once, or was written by somebody else
  await expect(records.addHistory('web', { kind: 'deployment', id: '../../tmp/evil', result: 'done' })).rejects.toThrow()
  await expect(records.addHistory('../web', { kind: 'drill', id: '', result: 'done' })).rejects.toThrow()
})

test('a record that cannot be written is a failure', async () => {
  writeFileSync(join(folder, 'file'), '')
  const records = openRecords(join(folder, 'file'), (text) => text)
  await expect(records.audit({ pair: 'web', what: 'x', result: 'y' })).rejects.toMatchObject({
    failure: { kind: 'export-failed', values: { reason: 'EEXIST' } },
  })
})

test('neither the log nor a record has a letter that a terminal obeys, and both say what was said', async () => {
  const said = `x${obeyed.join('')}y`
  const file = join(folder, 'plain', 'hotpair.log')
  openLog(file, (text) => text, 'info').warn({ said, [said]: 1 }, said)
  const records = openRecords(folder, (text) => text)
  await records.audit({ pair: 'plain', what: said, result: 'done' })
  await records.addHistory('plain', { kind: 'undo', id: '', result: said, data: { [said]: said } })
  const log = readFileSync(file, 'utf8')
  expect(
    obeyedIn(log + readFileSync(join(folder, 'history', 'plain.jsonl'), 'utf8') + readFileSync(join(folder, 'audit.jsonl'), 'utf8')),
  ).toEqual([])
  expect(JSON.parse(log)).toMatchObject({ said, [said]: 1, msg: said })
  expect((await records.audited(1))[0]?.what).toBe(said)
  expect((await records.history('plain', 1))[0]).toMatchObject({ result: said, data: { [said]: said } })
})
