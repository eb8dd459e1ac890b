import { describe, expect, it } from 'vitest'
import { readAnswer, type Answer } from '../../electron/checks/answer'
import { waitForHolder } from '../../electron/checks/holders'
import type { Operator } from '../../electron/checks/operator'
import { verify } from '../../electron/checks/verify'
import { checkResult, type CheckResult } from '../../electron/domain/check'
import { HotpairError } from '../../electron/domain/failure'
import { pairSchema, type PairInput } from '../../electron/domain/pair'
import type { RunOptions, Session } from '../../electron/remote/session'
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

const addresses = (...own: string[]): string =>
  own.map((address) => `2: ens33    inet ${address} brd 198.51.100.255 scope global ens33\\       valid_lft forever`).join('\n')

const b64 = (text: string): string => (text === '' ? '-' : Buffer.from(text).toString('base64'))
/** What a node would print: its VIPs, and per ask the page or null for a refused connection. */
const printed = (own: string[], answers: readonly (string | null | undefined)[]): string =>
  [
    `addr ${b64(addresses(...own))}`,
    ...answers.flatMap((text, i) =>
      text === undefined
        ? []
        : [
            `${String(i)} ${text === null ? '7' : '0'} hash-${(text ?? '').slice(-1)} ${b64(text ?? '')} ${b64(text === null ? 'refused' : '')}`,
          ],
    ),
  ].join('\n')
const session = (node: string, run: (command: Sh, options?: RunOptions) => string): Session => ({
  node,
  channels: 0,
  reachedAt: null,
  run: async (text, options) => Promise.resolve({ stdout: run(text, options), stderr: '', status: 0 }),
  close: () => Promise.resolve(),
})
const operator = (answer: (args: readonly string[]) => Answer, onLink = true): Operator => ({
  curl: (args) => Promise.resolve(answer(args)),
  onLink: () => onLink,
})
const good = operator((args) => readAnswer(0, page(args.at(-1)?.includes('.12') ? 'n2' : 'n1'), '', 'hash-o'))

describe('verify', () => {
  const run = async (n1: () => string, n2: () => string, more: { operator?: Operator; nginx?: PairInput['nginx'] } = {}) => {
    const told: CheckResult[] = []
    const results = await verify(
      {
        pair: pairOf(more.nginx),
        targets,
        patience: 0,
        operator: more.operator ?? good,
        sessions: { n1: session('n1', n1), n2: session('n2', n2) },
      },
      (check) => told.push(check),
    )
    results.forEach((result) => checkResult.parse(result))
    expect(told).toHaveLength(results.length)
    expect(new Set(told)).toEqual(new Set(results))
    const complaints = results
      .filter((result) => result.verdict !== 'passed')
      .map((result) => [result.verdict, result.check, result.from, result.reason])
    return { results, complaints }
  }
  const holder = () => printed(['198.51.100.11/24', vip], [page('n2')])
  const standby = () => printed(['198.51.100.12/24'], [page('n1'), page('n1')])

  it('passes a good pair', async () => {
    const { results, complaints } = await run(holder, standby)
    expect(complaints).toEqual([])
    expect(results.map((result) => [result.check, result.subject, result.from, result.node])).toEqual([
      ['node-answers', 'n2', 'n1', 'n2'],
      ['node-answers', 'n1', 'n2', 'n1'],
      ['node-answers', 'n1', 'operator', 'n1'],
      ['node-answers', 'n2', 'operator', 'n2'],
      ['one-holder', vip, 'n1', 'n1'],
      ['one-holder', vip, 'n2', 'n1'],
      ['vip-answers', vip, 'n2', 'n1'],
      ['vip-answers', vip, 'operator', 'n1'],
    ])
  })

  it('looks twice before it says that there is no holder, or two', async () => {
    let round = 0
    expect(
      (await run(() => (round++ === 0 ? printed(['198.51.100.11/24'], [page('n2'), page('n1')]) : holder()), standby)).complaints,
    ).toEqual([])
    const none = await run(
      () => printed(['198.51.100.11/24'], [page('n2'), null]),
      () => printed(['198.51.100.12/24'], [page('n1'), null]),
    )
    expect(none.complaints).toEqual([
      ['failed', 'one-holder', 'n1', 'no-holder'],
      ['failed', 'one-holder', 'n2', 'no-holder'],
      ['failed', 'vip-answers', 'n1', 'no-answer'],
      ['failed', 'vip-answers', 'n2', 'no-answer'],
    ])
    const two = await run(holder, () => printed(['198.51.100.12/24', vip], [page('n1')]))
    expect(two.complaints).toEqual([
      ['failed', 'one-holder', 'n1', 'two-holders'],
      ['failed', 'one-holder', 'n2', 'two-holders'],
    ])
  })

  it('fails when the VIP answers as another node than its holder', async () => {
    expect((await run(holder, () => printed(['198.51.100.12/24'], [page('n1'), page('n2')]))).complaints).toEqual([
      ['failed', 'vip-answers', 'n2', 'wrong-node'],
    ])
  })

  it('fails when a node cannot be asked', async () => {
    const { complaints } = await run(holder, () => {
      throw new HotpairError('connection-lost')
    })
    expect(complaints).toEqual([
      ['failed', 'node-answers', 'n2', 'node-lost'],
      ['failed', 'one-holder', 'n1', 'not-read-everywhere'],
      ['failed', 'one-holder', 'n2', 'node-lost'],
      ['failed', 'vip-answers', 'n2', 'node-lost'],
    ])
  })

  it('only warns when the operator is far away or has no curl', async () => {
    const away = operator(() => readAnswer(28, '', 'timed out', ''), false)
    expect((await run(holder, standby, { operator: away })).complaints).toEqual([
      ['warning', 'node-answers', 'operator', 'operator-not-on-link'],
      ['warning', 'node-answers', 'operator', 'operator-not-on-link'],
      ['warning', 'vip-answers', 'operator', 'operator-not-on-link'],
    ])
    const near = operator(() => readAnswer(7, '', 'refused', ''))
    expect((await run(holder, standby, { operator: near })).complaints.map(([verdict, , , reason]) => [verdict, reason])).toEqual(
      Array(3).fill(['failed', 'no-answer']),
    )
    const without = operator(() => readAnswer(127, '', '', ''))
    expect((await run(holder, standby, { operator: without })).complaints.map(([verdict, , , reason]) => [verdict, reason])).toEqual(
      Array(3).fill(['warning', 'operator-no-curl']),
    )
  })

  it('compares a kept site with its holder', async () => {
    const nginx = { content: 'keep', url: 'https://www.example.org/' } as const
    const same = operator(() => readAnswer(0, page(null), '', 'hash-o'))
    const kept = (body: string) => () => printed(['198.51.100.12/24'], [page(null), page(null, '200 OK', body), page(null), page(null)])
    const own = () => printed(['198.51.100.11/24', vip], [page(null), undefined, page(null), page(null)])
    const { results, complaints } = await run(own, kept('hello'), { nginx, operator: same })
    expect(complaints).toEqual([])
    expect(results.find((result) => result.check === 'vip-answers')).toMatchObject({ node: 'n1', note: 'certificate-not-checked' })
    expect((await run(own, kept('other'), { nginx, operator: same })).complaints).toEqual([
      ['failed', 'vip-answers', 'n2', 'different-site'],
    ])
  })
})

describe('waiting for a holder', () => {
  /** A tail that says lines at given times, until it is ended. */
  const tail = (node: string, lines: readonly [ms: number, line: string][]): Session => ({
    ...session(node, () => ''),
    run: (_, options) =>
      new Promise((_resolve, reject) => {
        const timers = lines.map(([ms, text]) => setTimeout(() => options?.onLine?.(text), ms))
        options?.signal?.addEventListener('abort', () => {
          timers.forEach(clearTimeout)
          reject(new HotpairError('cancelled'))
        })
      }),
  })
  it('waits until the wanted node alone holds it, and has for a while', async () => {
    const sessions = {
      n1: tail('n1', [
        [0, 'held 198.51.100.199'],
        [60, 'held'],
      ]),
      n2: tail('n2', [
        [0, 'held'],
        [90, 'held 198.51.100.199'],
      ]),
    }
    const began = performance.now()
    expect(await waitForHolder(sessions, pairOf(), { holder: 'n2', timeout: 2000, stable: 100 })).toEqual({
      settled: true,
      holder: 'n2',
    })
    expect(performance.now() - began).toBeGreaterThan(180)
    expect(await waitForHolder(sessions, pairOf(), { holder: 'n1', timeout: 200 })).toMatchObject({ settled: false, holder: 'n2' })
    await expect(waitForHolder(sessions, pairOf(), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      failure: { kind: 'cancelled' },
    })
  })
})
