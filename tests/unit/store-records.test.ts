import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
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

describe('what the redactor promises', () => {
  // A letter that Unicode can compose, one that it cannot, one of four bytes, and what each language of escapes escapes.
  const secret = `pä ss'"<&>\\+/?😀é`
  const redact = redactor([secret.normalize('NFC')])
  const html = (text: string, apostrophe: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", apostrophe)
  const ascii = (text: string): string =>
    JSON.stringify(text).replace(/[^\x20-\x7e]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const forms: Record<string, string> = {
    NFC: secret.normalize('NFC'),
    NFD: secret.normalize('NFD'),
    JSON: JSON.stringify(secret),
    'JSON in ASCII': ascii(secret),
    'JSON in JSON': JSON.stringify(JSON.stringify(secret)),
    shell: `'${secret.replaceAll("'", `'\\''`)}'`,
    'URL component': encodeURIComponent(secret),
    'URL component in small digits': encodeURIComponent(secret).replace(/%../g, (each) => each.toLowerCase()),
    form: new URLSearchParams({ a: secret }).toString().slice(2),
    'HTML &#39;': html(secret, '&#39;'),
    'HTML &#x27;': html(secret, '&#x27;'),
    'HTML &apos;': html(secret, '&apos;'),
    hex: Buffer.from(secret).toString('hex'),
    HEX: Buffer.from(secret).toString('hex').toUpperCase(),
    base64: base64(secret),
    base64url: Buffer.from(secret).toString('base64url'),
    'base64 of a line': base64(`${secret}\n`),
    'basic authentication': base64(`root:${secret}`),
  }
  test.each(Object.entries(forms))('%s', (_name, form) => {
    for (const text of [form, `before ${form} after`]) {
      const left = redact(text)
      expect(left).toContain('[secret]')
      // At most a few characters of base64 that belong to a neighbour, too.
      const rest = left
        .replace('[secret]', '')
        .replace(/^before | after$/g, '')
        .replace(/["'\\]/g, '')
      expect(rest).toMatch(/^[\w=:]{0,9}$/)
    }
  })
  test('within base64, wherever it begins', () => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      for (const after of ['', 'x', 'xy']) {
        for (const own of ['hunter2', 'correct horse']) {
          const left = redactor([own])(base64(`${before}${own}${after}`))
          expect(left).toContain('[secret]')
          expect(Buffer.from(left.replace('[secret]', ''), 'base64').toString('latin1')).not.toContain(own.slice(1, -1))
        }
      }
    }
  })
  test('a text that may have been cut ends and begins without a half of it', () => {
    const own = 'correct hörse'
    const cut = redactor([own])
    const long = 'so a host says a lot, and more than is wanted, and goes on, until nobody listens to it any more: '.repeat(2)
    for (let length = 4; length < own.length; length += 1) {
      expect(cut(`${long}${own.slice(0, length)}`)).toBe(`${long}[secret]`)
      expect(cut(`${own.slice(-length)}${long}`)).toBe(`[secret]${long}`)
    }
    // In the middle of a character.
    expect(cut(Buffer.from(`${long}${own}`).subarray(0, -4).toString())).toBe(`${long}[secret]\ufffd`)
    // A short text was not cut; three characters tell nothing.
    expect(cut('it is correct')).toBe('it is correct')
    expect(cut(`${long}cor`)).toBe(`${long}cor`)
  })
  test('ordinary words stay, in every form', () => {
    const same = redactor(['root', 'abc', 'nginx'])
    const text = `root nginx abc ${base64('root')} ${Buffer.from('nginx').toString('hex')} ${'.'.repeat(100)} nginx`
    expect(same(text)).toBe(text)
  })
  test('one pass: a megabyte and two dozen secrets take no time that matters', () => {
    const many = redactor(Array.from({ length: 24 }, (_, i) => `${secret}${String(i)}`))
    const before = process.cpuUsage()
    for (const part of ['pä', "pä ss'", '\ufffd', 'cMOkIHNzJ']) many(`${part.repeat(1_000_000 / part.length)}x`)
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5000)
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
    failure: { kind: 'store-failed', values: { reason: 'EEXIST', file: expect.stringMatching(/\.jsonl$/) as string } },
  })
})

describe('what grows is put aside', () => {
  const limits = { most: 2000, kept: 3 }
  test('the audit record: none is lost among those that are kept, and what was removed is said', async () => {
    const records = openRecords(folder, (text) => text, limits)
    for (let i = 0; i < 100; i += 1) await records.audit({ pair: 'web', what: `deploy ${String(i)}`, result: 'done' })
    const files = readdirSync(folder)
    expect(files.filter((name) => name.startsWith('audit.jsonl.'))).toHaveLength(3)
    for (const name of files) {
      expect(statSync(join(folder, name)).size).toBeLessThan(2500)
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    }
    const kept = await records.audited(1000, 'web')
    // Without a gap, from the last one back.
    expect(kept.map(({ what }) => what)).toEqual(kept.map((_, i) => `deploy ${String(99 - i)}`))
    expect(kept.length).toBeGreaterThan(50)
    const begun = (await records.audited(1000)).filter(({ what }) => what === 'record begun anew')
    expect(begun[0]?.detail).toMatchObject({ before: expect.stringMatching(/^audit\.jsonl\.20/), removed: expect.any(String) })
    expect(files).toContain(begun[0]?.detail?.['before'])
    expect(files).not.toContain(begun[0]?.detail?.['removed'])
  })
  test('the history of each pair', async () => {
    const records = openRecords(folder, (text) => text, limits)
    for (let i = 0; i < 50; i += 1) await records.addHistory('web', { kind: 'drill', id: '', result: `done ${String(i)}` })
    expect((await records.history('web', 30)).map(({ result }) => result)).toEqual(
      Array.from({ length: 30 }, (_, i) => `done ${String(49 - i)}`),
    )
    expect(readdirSync(join(folder, 'history')).length).toBeGreaterThan(1)
  })
  test('a record of before, larger than is read: its end', async () => {
    const entry = (i: number): string =>
      `${JSON.stringify({ time: '2026-01-01T00:00:00.000Z', pair: 'web', what: `x ${String(i)}`, result: 'y', detail: { a: 'ä'.repeat(50_000) } })}\n`
    writeFileSync(join(folder, 'audit.jsonl'), Array.from({ length: 100 }, (_, i) => entry(i)).join(''))
    expect((await openRecords(folder, (text) => text).audited(3)).map(({ what }) => what)).toEqual(['x 99', 'x 98', 'x 97'])
  })
  test('the log', () => {
    const log = openLog(join(folder, 'hotpair.log'), (text) => text, 'info', limits)
    for (let i = 0; i < 200; i += 1) log.info(`line ${String(i)}`)
    const files = readdirSync(folder)
    expect(files).toHaveLength(4)
    for (const name of files) expect(statSync(join(folder, name)).size).toBeLessThan(2500)
    expect(readFileSync(join(folder, 'hotpair.log'), 'utf8')).toContain('line 199')
  })
  test('a log that cannot be written any more ends nothing', () => {
    const log = openLog(join(folder, 'deep', 'hotpair.log'), (text) => text, 'info')
    rmSync(join(folder, 'deep'), { recursive: true })
    expect(() => log.info('x')).not.toThrow()
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
