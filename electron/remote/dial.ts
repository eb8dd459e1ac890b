import { lookup } from 'node:dns/promises'
import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { HotpairError, systemReason } from '../domain/failure'

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
  const values = { host, port }
  const started = Date.now()
  if (isIP(host) === 0) await resolves(to)
  return await new Promise((resolve, reject) => {
    if (to.signal?.aborted) {
      reject(new HotpairError('cancelled', { node }))
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
      done(new HotpairError('cancelled', { node }))
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
      done(dialFailure(error, node, values))
    })
  })
}

/** Of several addresses the answer that says most: a host that refuses is there. */
export function dialFailure(error: unknown, node: string, values: { readonly host: string; readonly port: number }): HotpairError {
  switch (systemReason(error, ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT']).reason) {
    case 'ECONNREFUSED':
      return new HotpairError('port-refused', { node, values, cause: error })
    case 'ECONNRESET':
      return new HotpairError('not-ssh', { node, values: { ...values, reason: 'reset' }, cause: error })
    case 'ETIMEDOUT':
      return new HotpairError('unreachable', { node, values: { ...values, reason: 'no-answer' }, cause: error })
    case 'other': {
      const why = systemReason(error, ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EACCES'])
      return new HotpairError('unreachable', { node, values: { ...values, ...why }, cause: error })
    }
  }
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
    if (signal?.aborted) throw new HotpairError('cancelled', { node })
    const why = limit.aborted ? ({ reason: 'no-answer' } as const) : systemReason(error, ['ENOTFOUND', 'EAI_AGAIN'])
    throw new HotpairError('name-not-found', { node, values: { host, ...why }, cause: error })
  }
}
