import { request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { PassThrough, type Duplex } from 'node:stream'
import { connect as tlsConnect } from 'node:tls'
import { isIPv4 } from '../domain/address'
import type { Pair } from '../domain/pair'
import { siteOf, type Site } from '../domain/site'
import type { Vip } from '../domain/vip'
import { complaintOfNode } from '../checks/answer'

/** Opens a TCP connection to a VIP, from wherever it is asked. */
export type Dial = (address: string, port: number) => Promise<Duplex>

/** What is asked, again and again. */
export interface Question {
  readonly secure: boolean
  /** From a node; null: from the operator's machine. */
  readonly dial: Dial | null
  readonly options: RequestOptions & { readonly servername?: string; readonly rejectUnauthorized?: boolean }
}

/** One request and what came of it. */
export interface Reply {
  /** ms on the drill's clock when it was sent, and until its answer was complete. */
  readonly at: number
  readonly took: number
  /** A good answer of the pair's site. */
  readonly good: boolean
  /** Who says to have answered; null in `keep`, where nobody says. */
  readonly node: string | null
  /** Why it is not good: a code of Node.js, `timeout`, or a reason of a check. */
  readonly error: string
}

/** The pair's site at a VIP: by its own name where it has one; its certificate is not checked. */
export function questionOf(pair: Pair, { address }: Pick<Vip, 'address'>, dial: Dial | null = null): Question {
  const site = siteOf(pair)
  const name = site.host ?? address
  const port = site.port === (site.secure ? 443 : 80) ? '' : `:${String(site.port)}`
  return {
    secure: site.secure,
    dial,
    options: {
      host: address,
      port: site.port,
      path: site.path,
      // A connection of its own for every request: an old one would not notice that the VIP has moved. Without an agent where we make it ourselves.
      ...(dial === null ? { agent: false } : { createConnection: connectionBy(dial, site, isIPv4(name) ? undefined : name) }),
      headers: { Host: `${name}${port}`, Connection: 'close' },
      ...(site.secure ? { rejectUnauthorized: false, ...(isIPv4(name) ? {} : { servername: name }) } : {}),
    },
  }
}

/** TLS is spoken here, also over a connection that a node has opened: its certificate is not checked. */
const connectionBy =
  (dial: Dial, { secure, port }: Site, servername: string | undefined): RequestOptions['createConnection'] =>
  ({ host }, done) => {
    dial(host ?? '', port).then(
      (socket) => {
        done(null, secure ? tlsConnect({ socket, rejectUnauthorized: false, ...(servername === undefined ? {} : { servername }) }) : socket)
      },
      (error: unknown) => {
        done(Object.assign(new Error('refused', { cause: error }), { code: 'refused' }), new PassThrough())
      },
    )
    return undefined
  }

/** More of a page than this is not read. */
const enough = 65_536

/**
 * Asks once.
 * @param clock ms, monotonic
 * @param timeout ms for the complete answer
 */
export function ask(pair: Pair, question: Question, clock: () => number, timeout: number): Promise<Reply> {
  const at = clock()
  return new Promise((resolve) => {
    const done = (reply: Pick<Reply, 'good' | 'node' | 'error'>): void => {
      clearTimeout(timer)
      request.destroy()
      resolve({ at, took: clock() - at, ...reply })
    }
    const fail = (error: string): void => {
      done({ good: false, node: null, error })
    }
    const timer = setTimeout(() => {
      fail('timeout')
    }, timeout)
    const request = (question.secure ? httpsRequest : httpRequest)(question.options, (response) => {
      let size = 0
      const complete = (): void => {
        const header = response.headers['x-hotpair-node']
        const node = typeof header === 'string' ? header : null
        const complaint = complaintOfNode(pair, { exit: 0, status: response.statusCode ?? null, node, body: '', output: '' }, null)
        if (complaint)
          fail(complaint.values['status'] === undefined ? complaint.reason : `${complaint.reason} ${complaint.values['status']}`)
        else done({ good: true, node: pair.nginx.content === 'keep' ? null : node, error: '' })
      }
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > enough) complete()
      })
      response.on('end', complete)
      response.on('error', (error: NodeJS.ErrnoException) => {
        fail(error.code ?? 'broken')
      })
    })
    request.on('error', (error: NodeJS.ErrnoException) => {
      fail(error.code ?? 'broken')
    })
    request.end()
  })
}

export interface Probe {
  /** Requests that were due and not sent: this machine was late, or too many were under way. */
  readonly missed: () => number
  /** Replies that came since the last call, in the order in which they were asked; one waits for those asked before it. */
  readonly take: () => Reply[]
  /** Asks no more and resolves when the last answer is there, or its time is over. */
  readonly stop: () => Promise<void>
}

/** Requests that were due while the machine was busy are sent as soon as it is not; more than these are left out. */
const mostLate = 300

/**
 * Asks on a fixed schedule, whether the answers come or not.
 * @param options.every ms between requests
 * @param options.timeout ms for one answer
 * @param options.limit requests under way at the same time
 */
export function startProbe(
  pair: Pair,
  question: Question,
  clock: () => number,
  options: { every: number; timeout: number; limit: number },
): Probe {
  const begun = clock()
  const waiting: { reply: Reply | null }[] = []
  const pending = new Set<Promise<void>>()
  let slot = 0
  let missed = 0
  let timer: NodeJS.Timeout | undefined
  const tick = (): void => {
    if (pending.size < options.limit) {
      const entry: { reply: Reply | null } = { reply: null }
      waiting.push(entry)
      const asked = ask(pair, question, clock, options.timeout).then((reply) => {
        entry.reply = reply
        pending.delete(asked)
      })
      pending.add(asked)
    } else missed++
    const next = Math.max(slot + 1, Math.floor((clock() - begun) / options.every) - mostLate)
    missed += next - slot - 1
    slot = next
    timer = setTimeout(tick, Math.max(0, begun + slot * options.every - clock()))
  }
  tick()
  return {
    missed: () => missed,
    take: () => {
      const open = waiting.findIndex((entry) => entry.reply === null)
      return waiting.splice(0, open < 0 ? waiting.length : open).flatMap(({ reply }) => (reply ? [reply] : []))
    },
    stop: async () => {
      clearTimeout(timer)
      await Promise.all(pending)
    },
  }
}
