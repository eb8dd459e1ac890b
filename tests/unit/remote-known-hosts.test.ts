import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  fingerprintOf,
  hostKeyAlgorithms,
  keyTypeOf,
  knownHostsLine,
  lookup,
  parseKnownHosts,
  verify,
} from '../../electron/remote/known-hosts'

/** `ssh-ed25519 AAAA…` by key type, made by the real ssh-keygen. */
const keys: Record<string, string> = {}
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-known-hosts-'))
  for (const [name, type] of [
    ['one', 'ed25519'],
    ['two', 'ed25519'],
    ['rsa', 'rsa'],
    ['ecdsa', 'ecdsa'],
  ] as const) {
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', join(folder, name)])
    keys[name] = readFileSync(join(folder, `${name}.pub`), 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' ')
  }
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const key = (name: string): string => keys[name] ?? ''
const blob = (name: string): Buffer => Buffer.from(key(name).split(' ')[1] ?? '', 'base64')
const parse = (text: string) => parseKnownHosts(text, 'known_hosts')

describe('which lines are about a host', () => {
  const table: [hosts: string, host: string, port: number, matches: boolean][] = [
    ['web1', 'web1', 22, true],
    ['web1', 'WEB1', 22, true],
    ['Web1', 'web1', 22, true],
    ['web1', 'web10', 22, false],
    ['web1', 'web1', 2222, false],
    ['web1,198.51.100.11', '198.51.100.11', 22, true],
    ['[web1]:2222', 'web1', 2222, true],
    ['[web1]:2222', 'web1', 22, false],
    ['*.example.org', 'a.example.org', 22, true],
    ['*.example.org', 'a.b.example.org', 22, true],
    ['*.example.org', 'example.org', 22, false],
    ['*.example.org', 'aXexample.org', 22, false],
    ['198.51.100.1?', '198.51.100.11', 22, true],
    ['198.51.100.1?', '198.51.100.1', 22, false],
    ['*,!web1', 'web1', 22, false],
    ['*,!web1', 'web2', 22, true],
    ['!web1', 'web2', 22, false],
    ['[*.example.org]:2222', 'a.example.org', 2222, true],
    ['fe80::1', 'fe80::1', 22, true],
    ['*', 'anything', 22, true],
    ['web(1', 'web(1', 22, true],
  ]
  test.each(table)('%s: %s port %i: %s', (hosts, host, port, matches) => {
    expect(lookup(parse(`${hosts} ${key('one')} comment\n`), host, port)).toHaveLength(matches ? 1 : 0)
  })
  test('hashed by ssh-keygen -H', () => {
    const file = join(folder, 'hashed')
    writeFileSync(file, `web1,198.51.100.11 ${key('one')}\n[web1]:2222 ${key('two')}\n`)
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' })
    const text = readFileSync(file, 'utf8')
    expect(text).toMatch(/^\|1\|/)
    const lines = parse(text)
    expect(verify(lines, 'web1', 22, blob('one')).state).toBe('known')
    expect(verify(lines, '198.51.100.11', 22, blob('one')).state).toBe('known')
    expect(verify(lines, 'WEB1', 2222, blob('two')).state).toBe('known')
    expect(verify(lines, 'web1', 2222, blob('one')).state).toBe('changed')
    expect(lookup(lines, 'web2', 22)).toEqual([])
  })
})

describe('what is skipped', () => {
  test.each([
    '',
    '   ',
    '# comment',
    'web1',
    'web1 ssh-ed25519',
    'web1 ssh-ed25519 AAAA',
    'web1 ssh-rsa !!!!',
    '@strange web1 ssh-ed25519 AAAA',
    '|1|x|y|z ssh-ed25519 AAAA',
    'web1 1024 35 1234567890',
    '\0\0\0',
    '@revoked',
  ])('%j', (line) => {
    expect(lookup(parse(`${line}\n`), 'web1', 22)).toEqual([])
  })
  test('a line whose key is of another type than it says; the lines around it stay, with their numbers', () => {
    const lines = parse(`web1 ssh-rsa ${key('one').split(' ')[1] ?? ''}\r\n\tweb1\t${key('rsa').replace(' ', '\t')} a comment\r\n`)
    expect(lines.map((line) => [line.line, line.keyType])).toEqual([[2, 'ssh-rsa']])
  })
})

describe('verify', () => {
  const state = (text: string, name: string, port = 22) => verify(parse(text), 'web1', port, blob(name))
  test('known, unknown, changed with its line', () => {
    expect(state(`web1 ${key('one')}`, 'one')).toEqual({ state: 'known' })
    expect(state(`web2 ${key('one')}`, 'one')).toEqual({ state: 'unknown' })
    expect(state(`\nweb1 ${key('rsa')}\nweb1 ${key('two')}`, 'one')).toMatchObject({
      state: 'changed',
      line: { line: 3, file: 'known_hosts' },
    })
    expect(state(`web1 ${key('two')}\nweb1 ${key('one')}`, 'one')).toEqual({ state: 'known' })
  })
  test('known by another type only: an attacker could avoid the comparison so', () => {
    expect(state(`web1 ${key('rsa')}`, 'one')).toMatchObject({ state: 'changed', line: { keyType: 'ssh-rsa' } })
  })
  test('a key known without the port', () => {
    expect(state(`web1 ${key('one')}`, 'one', 2222)).toEqual({ state: 'known' })
    expect(state(`web1 ${key('one')}`, 'two', 2222)).toEqual({ state: 'unknown' })
  })
  test('revoked wins over known', () => {
    expect(state(`web1 ${key('one')}\n@revoked * ${key('one')}`, 'one')).toMatchObject({ state: 'revoked', line: { line: 2 } })
    expect(state(`web1 ${key('one')}\n@revoked * ${key('two')}`, 'one')).toEqual({ state: 'known' })
    expect(state(`@revoked web2 ${key('one')}`, 'one')).toEqual({ state: 'unknown' })
  })
  test('a certificate authority matters only when nothing else is known', () => {
    expect(state(`@cert-authority *.org ${key('ecdsa')}`, 'one')).toEqual({ state: 'unknown' })
    expect(state(`@cert-authority web* ${key('ecdsa')}`, 'one')).toMatchObject({ state: 'certificate' })
    expect(state(`@cert-authority web* ${key('ecdsa')}\nweb1 ${key('one')}`, 'one')).toEqual({ state: 'known' })
  })
})

test('the known types are offered first, and never SHA-1', () => {
  expect(hostKeyAlgorithms(parse(`web1 ${key('rsa')}`), 'web1', 22).slice(0, 3)).toEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-ed25519'])
  expect(hostKeyAlgorithms(parse(`web1 ${key('ecdsa')}\nweb1 ${key('rsa')}`), 'web1', 22)[0]).toBe('ecdsa-sha2-nistp256')
  const all = hostKeyAlgorithms([], 'web1', 22)
  expect(all[0]).toBe('ssh-ed25519')
  expect(all).not.toContain('ssh-rsa')
  expect(new Set(all).size).toBe(all.length)
})

test('fingerprint, type and line as ssh writes them', () => {
  const printed = execFileSync('ssh-keygen', ['-lf', join(folder, 'one.pub')], { encoding: 'utf8' })
  expect(fingerprintOf(blob('one'))).toBe(printed.split(' ')[1])
  expect(keyTypeOf(Buffer.from([0, 0, 255, 255]))).toBe('')
  const file = join(folder, 'written')
  writeFileSync(file, knownHostsLine('Web1', 2222, blob('one')))
  expect(execFileSync('ssh-keygen', ['-F', '[web1]:2222', '-f', file], { encoding: 'utf8' })).toContain(key('one'))
})
