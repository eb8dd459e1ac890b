import { execFileSync } from 'node:child_process'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Sample } from '../../electron/domain/drill'
import { pairSchema, type PairInput } from '../../electron/domain/pair'
import { ask, questionOf, startProbe } from '../../electron/drills/probe'
import { gapsOf, withSamples } from '../../electron/domain/spans'
import { marksOf, measure } from '../../electron/drills/timeline'

const pairOf = (more: Partial<PairInput> = {}) =>
  pairSchema.parse({
    name: 'web',
    nodes: [
      { name: 'n1', address: '198.51.100.11' },
      { name: 'n2', address: '198.51.100.12' },
    ],
    vips: ['198.51.100.199'],
    vrrp: { routerId: 66 },
    ...more,
  })

/** One letter for each request of the probe, 20 ms apart: a and b answer, `.` nobody does. */
const samplesOf = (text: string): Sample[] =>
  text
    .split('')
    .map((letter, i) => ({ at: i * 20, node: letter === '.' ? null : letter, took: 1, error: letter === '.' ? 'ECONNREFUSED' : '' }))

describe('gaps and downtime', () => {
  it.each([
    ['aaaa', []],
    ['', []],
    ['aa...bb', [{ from: 20, to: 100, first: 40, failed: 3 }]],
    [
      'a.a..b',
      [
        { from: 0, to: 40, first: 20, failed: 1 },
        { from: 40, to: 100, first: 60, failed: 2 },
      ],
    ],
    ['..aa', [{ from: 0, to: 40, first: 0, failed: 2 }]],
    ['aa..', [{ from: 20, to: null, first: 40, failed: 2 }]],
    ['...', [{ from: 0, to: null, first: 0, failed: 3 }]],
  ])('%j', (text, gaps) => {
    expect(gapsOf(withSamples([], samplesOf(text)))).toEqual(gaps)
  })

  it('counts what was sent within, and a gap in full where it began', () => {
    const samples = samplesOf('aaa....bbb.b')
    expect(measure(samples, 0, 100)).toEqual({ downtime: 100, failed: 2, asked: 5 })
    expect(measure(samples, 100, 240)).toEqual({ downtime: 40, failed: 3, asked: 7 })
    expect(measure(samples, 500, 600)).toEqual({ downtime: 0, failed: 0, asked: 0 })
  })

  it('never invents downtime', () => {
    const any = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 60 })
    fc.assert(
      fc.property(any, (text) => {
        const samples = samplesOf(text)
        const whole = measure(samples, 0, Infinity)
        expect(gapsOf(withSamples([], samples)).reduce((sum, gap) => sum + gap.failed, 0)).toBe(whole.failed)
        if (whole.failed === 0) expect(whole.downtime).toBe(0)
        else expect(whole.downtime).toBeLessThanOrEqual(samples.length * 20)
      }),
    )
  })
})

describe('marks', () => {
  it('marks where silence and answers begin', () => {
    const all = samplesOf('aa..ba')
    expect(marksOf(all, undefined)).toEqual([
      { at: 40, event: 'silent', node: null },
      { at: 80, event: 'answering', node: 'b' },
      { at: 100, event: 'answering', node: 'a' },
    ])
    // In batches the same.
    expect([...marksOf(all.slice(0, 3), undefined), ...marksOf(all.slice(3), all[2])]).toEqual(marksOf(all, undefined))
  })
})

const servers: Server[] = []
afterEach(() => {
  servers.splice(0).forEach((server) => {
    server.closeAllConnections()
    server.close()
  })
})
async function listen(answer: RequestListener, tls?: { key: string; cert: string }): Promise<number> {
  const server = tls ? createTlsServer(tls, answer) : createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const clock = () => performance.now()
/** The welcome question, at a port of ours. */
const local = (port: number) => {
  const question = questionOf(pairOf(), { address: '127.0.0.1' })
  return { ...question, options: { ...question.options, port } }
}

describe('the probe', () => {
  it('asks like a person: by address, or by the name of the kept site', () => {
    expect(questionOf(pairOf(), { address: '198.51.100.199' })).toMatchObject({
      secure: false,
      options: { host: '198.51.100.199', port: 80, path: '/', agent: false, headers: { Host: '198.51.100.199' } },
    })
    const kept = questionOf(pairOf({ nginx: { content: 'keep', url: 'https://www.example.org:8443/a?b' } }), { address: '198.51.100.199' })
    expect(kept).toMatchObject({
      secure: true,
      options: {
        host: '198.51.100.199',
        port: 8443,
        path: '/a?b',
        servername: 'www.example.org',
        rejectUnauthorized: false,
        headers: { Host: 'www.example.org:8443' },
      },
    })
  })

  it('knows who answered, and why an answer is not good', async () => {
    const port = await listen((request, response) => {
      const [status = '200', node = ''] = (request.headers.host ?? '').split('.')
      response.writeHead(Number(status), node === '' ? {} : { 'X-Hotpair-Node': node }).end('x')
    })
    const reply = (host: string) =>
      ask(pairOf(), { ...local(port), options: { ...local(port).options, headers: { Host: host } } }, clock, 1000)
    expect(await reply('200.n1')).toMatchObject({ good: true, node: 'n1', error: '' })
    expect(await reply('200.n9')).toMatchObject({ good: false, node: null, error: 'unknown-node' })
    expect(await reply('200')).toMatchObject({ good: false, error: 'no-node-header' })
    expect(await reply('503.n1')).toMatchObject({ good: false, error: 'bad-status 503' })
    expect(await ask(pairOf(), local(1), clock, 1000)).toMatchObject({ good: false, error: 'ECONNREFUSED' })
  })

  it('gives up in time, also when an answer begins and does not end', async () => {
    const port = await listen((_, response) => {
      response.writeHead(200, { 'X-Hotpair-Node': 'n1' }).write('x')
    })
    const reply = await ask(pairOf(), local(port), clock, 100)
    expect(reply).toMatchObject({ good: false, error: 'timeout' })
    expect(reply.took).toBeGreaterThanOrEqual(99)
  })

  it('does not check a certificate, and names the site in SNI', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hotpair-probe-'))
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-subj',
        '/CN=self',
        '-days',
        '1',
        '-keyout',
        join(folder, 'k'),
        '-out',
        join(folder, 'c'),
      ],
      { stdio: 'ignore' },
    )
    let named: unknown
    const port = await listen(
      (request, response) => {
        named = (request.socket as { servername?: unknown }).servername
        response.end('kept')
      },
      { key: readFileSync(join(folder, 'k'), 'utf8'), cert: readFileSync(join(folder, 'c'), 'utf8') },
    )
    rmSync(folder, { recursive: true })
    const pair = pairOf({ nginx: { content: 'keep', url: `https://www.example.org:${String(port)}/` } })
    expect(await ask(pair, questionOf(pair, { address: '127.0.0.1' }), clock, 2000)).toMatchObject({ good: true, node: null })
    expect(named).toBe('www.example.org')
  })

  it('keeps its schedule and its order while answers are late, and never asks too many at once', async () => {
    let at = 0
    let most = 0
    let heard = 0
    const port = await listen((_, response) => {
      heard++
      most = Math.max(most, ++at)
      // The first ones are slow, so that later ones overtake them.
      void sleep(most < 5 ? 150 : 1).then(() => {
        at--
        response.setHeader('X-Hotpair-Node', 'n1')
        response.end()
      })
    })
    const begun = clock()
    const probe = startProbe(pairOf(), local(port), clock, { every: 20, timeout: 1000, limit: 8 })
    await vi.waitUntil(() => heard > 16, { timeout: 20_000 })
    const asked = clock() - begun
    await probe.stop()
    const replies = probe.take()
    expect(replies.map((reply) => reply.at)).toEqual(replies.map((reply) => reply.at).sort((a, b) => a - b))
    expect(replies.length).toBeGreaterThan(16)
    expect(replies.length).toBeLessThanOrEqual(asked / 20 + 1)
    expect(most).toBeLessThanOrEqual(8)
    expect(probe.take()).toEqual([])
  })

  it('waits for nobody: silence does not slow it down', async () => {
    let heard = 0
    const port = await listen(() => heard++)
    const probe = startProbe(pairOf(), local(port), clock, { every: 20, timeout: 3000, limit: 64 })
    await vi.waitUntil(() => heard > 12, { timeout: 20_000 })
    // The first is still waited for.
    expect(probe.take()).toEqual([])
    await probe.stop()
    const replies = probe.take()
    expect(replies.length).toBeGreaterThan(12)
    expect(new Set(replies.map((reply) => reply.error))).toEqual(new Set(['timeout']))
  })
})
