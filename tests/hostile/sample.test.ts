import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { programs } from '../../build/hostile.mjs'
import { commands } from '../../electron/contract/commands'
import { Bench } from './bench'
import { commandCases, verbCases } from './cases'
import { questions } from './host'
import { escapesIn, judgeHosts, type Known } from './judge'
import { described, honestCases, sampleCases, runCases, told, type Summary } from './run'
import { makeSandbox } from './sandbox'
import type { Received } from './server'

/** A spread sample of `npm run hostile`: every command and every verb, every way of being hostile. */
const seed = 7

describe('nothing is left out', () => {
  test('every command of the contract has a case', () => {
    expect(Object.keys(commandCases).sort()).toEqual(Object.keys(commands).sort())
  })
  test('every verb of the command line has a case', async () => {
    const { cli } = await programs()
    const help = execFileSync(process.execPath, [cli, '--help'], { encoding: 'utf8' })
    const verbs = [...(/^Commands:\n([^]*?)\n\n/m.exec(help)?.[1] ?? '').matchAll(/^ {2}([a-z-]+)/gm)].map(([, verb = '']) => verb)
    expect(verbs.length).toBeGreaterThan(5)
    expect(Object.keys(verbCases).sort()).toEqual(verbs.filter((verb) => verb !== 'help').sort())
  }, 120_000)
})

describe('what must never be is seen when it is planted', () => {
  const received = (more: Partial<Received>): Received => ({
    text: '',
    script: '',
    greets: false,
    sudo: null,
    stdin: '',
    prompts: 0,
    ...more,
  })
  const known = (name: string, more: Partial<Received>, tried: string[] = []): Known => ({
    name,
    marker: `_MK${name}_`,
    password: `login-${name}`,
    sudoPassword: `sudo-${name}`,
    received: [received(more)],
    tried: new Set(tried),
  })
  const sudo = { mark: 'm', asks: true }
  test.each([
    ['a value of another host in a command', { text: 'x_MKa_' }, 'leak'],
    ['a value of another host on stdin', { stdin: 'x_MKa_' }, 'leak'],
    ['a path that climbs', { script: "sh '/var/lib/hotpair/deployments/../../../tmp/evil/bundle/hotpair.sh' status" }, 'leak'],
    ['a value that is shell', { script: 'ip addr $(touch /tmp/pwned)' }, 'unquoted'],
    ['a password in a command', { text: 'sudo-b' }, 'password'],
    ['a password that nobody asked for', { stdin: 'sudo-b\n', sudo }, 'password'],
    ['a password sent twice', { stdin: 'sudo-b\nsudo-b\n', sudo, prompts: 2 }, 'password'],
    ['a password where sudo must not ask', { stdin: 'sudo-b\n', sudo: { mark: 'm', asks: false }, prompts: 1 }, 'password'],
    ['the password of another host', { stdin: 'sudo-a\n', sudo, prompts: 1 }, 'password'],
    ['the VRRP password where it does not belong', { stdin: 'the-vrrp', script: 'sh -s' }, 'password'],
  ])('%s', (_, more, kind) => {
    expect(judgeHosts([known('a', {}), known('b', more)], 'the-vrrp').map((each) => each.kind)).toEqual([kind])
  })
  test('a password that was tried on another host', () => {
    expect(judgeHosts([known('a', {}), known('b', {}, ['login-a'])], 'v')).toMatchObject([{ kind: 'password' }])
  })
  test('what is right is let be', () => {
    const fine = known('b', { stdin: 'sudo-b\ninput', sudo, prompts: 1, script: "echo '$(touch /tmp/pwned_MKb_)'" }, ['login-b'])
    expect(judgeHosts([known('a', {}), fine], 'the-vrrp')).toEqual([])
  })
  test('escapes, wherever they are', () => {
    for (const each of ['\u001b[2J', '\u009b', '\u202e', '\u2066', '\u2028', '\u007f', 'a\rb'])
      expect(escapesIn({ a: [{ b: each }] })).toHaveLength(1)
    expect(escapesIn({ content: '\u001b', line: 'a\tb\r\nc', 节点: '主节点（持有 VIP）' })).toEqual([])
  })
  test('a file where none should be', () => {
    const box = makeSandbox()
    try {
      mkdirSync(join(box.exportTo, 'web'))
      writeFileSync(join(box.root, 'a/b/file'), 'not mine')
      writeFileSync(join(box.root, 'home/new'), '')
      expect(box.strangers().sort()).toEqual(['/a/b/file', '/home/new'])
    } finally {
      box.remove()
    }
  })
})

describe('hostile hosts', () => {
  const benches: Bench[] = []
  let honest: Summary
  beforeAll(async () => {
    const made = await programs()
    benches.push(...(await Promise.all([1, 2].map(() => Bench.open(made)))))
    honest = await runCases(benches, honestCases(seed), Infinity)
  }, 600_000)
  afterAll(() => Promise.all(benches.map((bench) => bench.close())))
  const shown = ({ violations }: Summary): string[] =>
    violations.map(({ one, violation }) => `${violation.kind} ${described(one)}: ${violation.detail}`)

  test('with honest hosts everything works, and all that a host can be asked is asked', () => {
    expect(shown(honest)).toEqual([])
    // `hotpair calibrate` finds too little in what was recorded to choose by;
    // `hotpair plan` has changes to tell of; `hotpair status` finds a deployment that is open; `hotpair finish` rolled it back, so the pair is down.
    expect([...honest.outcomes.keys()].sort()).toEqual(['exit 0', 'exit 1', 'exit 2', 'exit 3', 'exit 4', 'ok'])
    const asked = new Set([...honest.asked.values()].flatMap((each) => [...each]))
    expect(questions.filter((question) => !asked.has(question))).toEqual(['follow', 'unknown'])
  })
  test('no crash, no hang, nothing outside, nothing from one host on another, no escape', async () => {
    const summary = await runCases(benches, sampleCases(seed, honest.asked), Infinity)
    process.stdout.write(`${told(summary, seed)}\n`)
    expect(shown(summary)).toEqual([])
    expect(summary.cases).toBeGreaterThan(50)
  }, 900_000)
})
