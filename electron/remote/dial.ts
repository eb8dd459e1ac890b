import { lookup } from 'node:dns/promises'
import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { HotpairError } from '../domain/failure'

export interface Dial {
  readonly node: string
  readonly host: string
  readonly port: number
  /** ms for name and TCP together. */
  readonly timeout: number
  readonly signal: AbortSignal | undefined
}

/** A TCP connection. Raises name-not-found, unreachable, port-refused, not-ssh (reset at once), cancelled. */
export async function dial(to: Dial): Promise<Socket> {
  const { node, host, port } = to
  const values = { host, port: String(port) }
  const started = Date.now()
  if (isIP(host) === 0) await resolves(to)
  return await new Promise((resolve, reject) => {
    if (to.signal?.aborted) {
      reject(new HotpairError('cancelled', { node, values }))
      return
    }
    // By name, so that Node tries all of its addresses, IPv6 and IPv4.
    const socket = connect({ host, port, noDelay: true, autoSelectFamily: true })
    const done = (failure?: HotpairError): void => {
      clearTimeout(timer)
      to.signal?.removeEventListener('abort', abort)
      socket.removeAllListeners('error')
      if (failure === undefined) {
        resolve(socket)
        return
      }
      socket.on('error', () => undefined)
      socket.destroy()
      reject(failure)
    }
    const abort = (): void => {
      done(new HotpairError('cancelled', { node, values }))
    }
    const left = Math.max(1, to.timeout - (Date.now() - started))
    const timer = setTimeout(() => {
      done(new HotpairError('unreachable', { node, values: { ...values, reason: 'no-answer' } }))
    }, left)
    to.signal?.addEventListener('abort', abort, { once: true })
    socket.once('connect', () => {
      done()
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const codes = error instanceof AggregateError ? error.errors.map((each: NodeJS.ErrnoException) => each.code) : [error.code]
      const kind = codes.includes('ECONNREFUSED') ? 'port-refused' : codes.includes('ECONNRESET') ? 'not-ssh' : 'unreachable'
      done(
        new HotpairError(kind, {
          node,
          values: { ...values, reason: codes.includes('ECONNRESET') ? 'reset' : codes.join(' ') },
          cause: error,
        }),
      )
    })
  })
}

/** The resolver's own limit may be half a minute; ours ends the wait. */
async function resolves({ node, host, timeout, signal }: Dial): Promise<void> {
  const limit = AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])])
  const ended = new Promise<never>((_, reject) => {
    limit.addEventListener(
      'abort',
      () => {
        reject(new Error('ETIMEOUT'))
      },
      { once: true },
    )
  })
  ended.catch(() => undefined)
  try {
    await Promise.race([lookup(host, { all: true }), ended])
  } catch (error) {
    if (signal?.aborted) throw new HotpairError('cancelled', { node, values: { host } })
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'ETIMEOUT'
    throw new HotpairError('name-not-found', { node, values: { host, reason }, cause: error })
  }
}
