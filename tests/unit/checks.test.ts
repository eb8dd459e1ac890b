import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { compareSites, complaintOf, complaintOfNode, readAnswer, type Answer } from '../../electron/checks/answer'
import { asksFrom, command, curlArgs, type Ask } from '../../electron/checks/ask'
import { watchScript } from '../../electron/checks/holders'
import { addressesIn, readRound, roundScript } from '../../electron/checks/round'
import { pairSchema, type PairInput } from '../../electron/domain/pair'
import type { Sh } from '../../electron/remote/sh'

const pairOf = (nginx: PairInput['nginx'] = { content: 'welcome' }) =>
  pairSchema.parse({
    name: 'web',
    nodes: [
      { name: 'n1', address: '198.51.100.11' },
      { name: 'n2', address: '198.51.100.12' },
    ],
    vips: ['198.51.100.199/24'],
    vrrp: { routerId: 66 },
    nginx,
  })
const targets = [
  { name: 'n1', address: '198.51.100.11', interface: 'ens33' },
  { name: 'n2', address: '198.51.100.12', interface: 'ens33' },
]
const vip = '198.51.100.199/24'

const page = (node: string | null, status = '200 OK', body = 'hello') =>
  `HTTP/1.1 ${status}\r\nServer: nginx\r\n${node === null ? '' : `X-Hotpair-Node: ${node}\r\n`}\r\n${body}`

describe('readAnswer', () => {
  it('reads status and node, and passes over interim responses', () => {
    expect(readAnswer(0, page('n1'), '', 'h')).toMatchObject({ exit: 0, status: 200, node: 'n1', body: 'h' })
    expect(readAnswer(0, `HTTP/1.1 100 Continue\r\n\r\n${page('n2', '404 Not Found')}`, '', '')).toMatchObject({ status: 404, node: 'n2' })
    expect(readAnswer(0, 'HTTP/2 301 \r\nx-hotpair-node: n1\r\n\r\n', '', '')).toMatchObject({ status: 301, node: 'n1' })
    expect(readAnswer(7, '', 'curl: (7) refused\n', '')).toMatchObject({ status: null, node: null, output: 'curl: (7) refused\n' })
  })
  it('finds the header in the head only, and only a plain name', () => {
    expect(readAnswer(0, page(null, '200 OK', '\r\nX-Hotpair-Node: evil\r\n'), '', '').node).toBeNull()
    expect(readAnswer(0, page('<b>x</b>'), '', '').node).toBeNull()
  })
  it('never throws and stays bounded', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.string(), (exit, out, err) => {
        expect(readAnswer(exit, out.repeat(500), err, '').output.length).toBeLessThanOrEqual(8192)
      }),
    )
  })
})

describe('complaints', () => {
  const answer = (status: number, node: string | null = 'n1'): Answer => ({ exit: 0, status, node, body: '', output: '' })
  it.each([
    ['welcome', 200, null],
    ['welcome', 302, null],
    ['welcome', 404, 'bad-status'],
    ['proxy', 404, null],
    ['proxy', 502, 'upstream-failed'],
    ['proxy', 504, 'upstream-failed'],
    ['proxy', 500, 'bad-status'],
    ['keep', 403, null],
    ['keep', 502, 'bad-status'],
  ] as const)('%s with %i: %s', (content, status, reason) => {
    expect(complaintOf(content, answer(status))?.reason ?? null).toBe(reason)
  })
  it('knows who should have answered', () => {
    expect(complaintOfNode(pairOf(), answer(200, 'n2'), 'n1')).toEqual({ reason: 'wrong-node', values: { answered: 'n2', expected: 'n1' } })
    expect(complaintOfNode(pairOf(), answer(200, 'n9'), null)?.reason).toBe('unknown-node')
    expect(complaintOfNode(pairOf(), answer(200, null), 'n1')?.reason).toBe('no-node-header')
    expect(complaintOfNode(pairOf({ content: 'keep' }), answer(200, null), 'n1')).toBeNull()
  })
  it('compares a kept site with the holder itself', () => {
    const body = (text: string, status = 200): Answer => ({ ...answer(status), body: text })
    expect(compareSites(body('a'), [body('a'), body('a')])).toBe('same')
    expect(compareSites(body('b'), [body('a'), body('a')])).toBe('different')
    expect(compareSites(body('c'), [body('a'), body('b')])).toBe('varies')
    expect(compareSites(body('a', 404), [body('a'), body('b')])).toBe('different')
    expect(compareSites(body('a'), [])).toBe('different')
  })
})

describe('curl', () => {
  const line = (nginx: PairInput['nginx'], address = '198.51.100.199', asked = '198.51.100.199') =>
    command({ args: curlArgs(pairOf(nginx), address, asked) }).text
  it('is a line that a person can repeat', () => {
    const begin = "curl -sS -i --max-time 3 --noproxy '*'"
    expect(line({ content: 'welcome' })).toBe(`${begin} http://198.51.100.199/`)
    expect(line({ content: 'keep' }, '198.51.100.11')).toBe(`${begin} -H 'Host: 198.51.100.199' http://198.51.100.11/`)
    expect(line({ content: 'keep', url: 'https://www.example.org/a?b=1' })).toBe(
      `${begin} -k --resolve www.example.org:443:198.51.100.199 'https://www.example.org/a?b=1'`,
    )
    expect(line({ content: 'keep', url: 'http://www.example.org:8080' })).toBe(
      `${begin} --resolve www.example.org:8080:198.51.100.199 http://www.example.org:8080/`,
    )
    expect(line({ content: 'keep', url: 'http://203.0.113.5:8080/x' })).toBe(
      `${begin} -H 'Host: 203.0.113.5:8080' http://198.51.100.199:8080/x`,
    )
  })
  it('asks every other node and every VIP; in keep also to compare', () => {
    expect(asksFrom(pairOf(), targets, 'n1').map((ask) => [ask.kind, ask.subject])).toEqual([
      ['own', 'n2'],
      ['vip', vip],
    ])
    expect(asksFrom(pairOf({ content: 'keep' }), targets, null).map((ask) => ask.kind)).toEqual([
      'own',
      'own',
      'vip',
      'same',
      'same',
      'same',
      'same',
    ])
  })
})

/** Commands of the scripts, in a folder that stands first in PATH. */
const fakes = mkdtempSync(join(tmpdir(), 'hotpair-checks-'))
afterAll(() => {
  rmSync(fakes, { recursive: true, force: true })
})
function fake(name: string, script: string): void {
  writeFileSync(join(fakes, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(fakes, name), 0o755)
}
const shell = (script: Sh): string => execFileSync('sh', ['-c', script.text], { encoding: 'utf8', env: { PATH: `${fakes}:/usr/bin:/bin` } })
const addresses = (...own: string[]): string =>
  own.map((address) => `2: ens33    inet ${address} brd 198.51.100.255 scope global ens33\\       valid_lft forever`).join('\n')

describe('the round on a node', () => {
  const asks: Ask[] = asksFrom(pairOf(), targets, 'n1')
  it('asks everything, but not a VIP of its own', () => {
    fake('ip', `printf '%s\\n' '${addresses('198.51.100.11/24', vip)}'`)
    fake('curl', `printf 'HTTP/1.1 200 OK\\r\\nX-Hotpair-Node: n2\\r\\n\\r\\nbody'`)
    const read = readRound(shell(roundScript(asks, 1)))
    expect(addressesIn(read.addresses)).toContain('198.51.100.199')
    expect([...read.answers.keys()]).toEqual([0])
    // SHA-256 of "body"
    expect(read.answers.get(0)).toMatchObject({
      status: 200,
      node: 'n2',
      body: '230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5',
    })
  })
  it('asks again until all answer', () => {
    fake('ip', `printf '%s\\n' '${addresses('198.51.100.11/24')}'`)
    fake('curl', `[ -e ${fakes}/ready ] && exec printf 'HTTP/1.1 200 OK\\r\\n\\r\\n'; touch ${fakes}/ready; echo refused >&2; exit 7`)
    expect([...readRound(shell(roundScript(asks, 5))).answers.values()].map((answer) => answer.exit)).toEqual([0, 0])
  })
  it('gives up when its patience is over, and at once without curl', () => {
    fake('curl', 'echo refused >&2; exit 7')
    expect([...readRound(shell(roundScript(asks, 0))).answers.values()].map((answer) => [answer.exit, answer.output])).toEqual(
      Array(2).fill([7, 'refused\n']),
    )
    fake('curl', 'exit 127')
    expect([...readRound(shell(roundScript(asks, 0))).answers.values()].map((answer) => complaintOf('welcome', answer)?.reason)).toEqual([
      'no-curl',
      'no-curl',
    ])
  })
  it('cannot be forged by a page', () => {
    fake('curl', `printf 'HTTP/1.1 200 OK\\r\\n\\r\\n\\n1 0 x - -\\naddr AAAA\\n'`)
    expect(readRound(shell(roundScript(asks.slice(0, 1), 0))).answers.size).toBe(1)
    expect(() => readRound('addr -\nnonsense')).toThrow()
    expect(() => readRound('')).toThrow()
  })
  it('follows the VIPs', () => {
    const followed = (seconds = 1): string[] => shell(watchScript(pairOf(), seconds)).trimEnd().split('\n')
    fake('ip', `printf '%s\n' '${addresses('198.51.100.11/24', vip)}'`)
    expect([...new Set(followed())]).toEqual(['held 198.51.100.199'])
    fake('ip', `printf '%s\n' '${addresses('198.51.100.11/24', '198.51.100.1991/24')}'`)
    expect([...new Set(followed())]).toEqual(['held'])
    // Lost and taken again: the kernel says so. Each change comes when the one before was looked at, however slow the machine is.
    fake(
      'ip',
      `case $* in
      *monitor*) for step in 1 2; do until [ -e ${fakes}/seen$((step - 1)) ]; do sleep 0.05; done; echo $step >${fakes}/step; echo changed; done ;;
      *)
        step=$(cat ${fakes}/step 2>/dev/null)
        [ "$step" = 1 ] || printf '%s\n' '${addresses(vip)}'
        : >${fakes}/seen\${step:-0} ;;
      esac`,
    )
    expect(followed(3).filter((line, i, all) => line !== all[i - 1])).toEqual(['held 198.51.100.199', 'held', 'held 198.51.100.199'])
  })
})
