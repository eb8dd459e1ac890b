import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { HotpairError } from '../domain/failure'
import { routeTo, runLocal } from '../remote/local'
import { noCurl, readAnswer, type Answer } from './answer'
import type { Ask } from './ask'

/** The machine on which the engine runs, as far as checks use it. */
export interface Operator {
  readonly curl: (args: readonly string[], signal?: AbortSignal) => Promise<Answer>
  /** Whether it reaches the IPv4 address without a router. */
  readonly onLink: (address: string) => boolean
}

export const localOperator: Operator = {
  onLink: (address) => routeTo(address).onLink,
  curl: async (args, signal) => {
    try {
      const { stdout, stderr, status } = await runLocal('curl', args, { timeout: 10_000, ...(signal ? { signal } : {}) })
      const body = stdout.slice(/\r?\n\r?\n/.exec(stdout)?.index ?? stdout.length)
      return readAnswer(status ?? 1, stdout, stderr, createHash('sha256').update(body).digest('hex'))
    } catch (error) {
      if (signal?.aborted || !(error instanceof HotpairError)) throw error
      // It cannot be started, as a rule because it is not installed.
      const absent = error.failure.kind === 'command-failed' && error.failure.values.reason === 'not-found'
      return readAnswer(absent ? noCurl : 28, '', error.message, '')
    }
  },
}

/**
 * Asks everything side by side, and again until all got some HTTP answer or `patience` ms are over. What is not on-link is
 * asked once: it may never answer from here.
 */
export async function askAll(operator: Operator, asks: readonly Ask[], patience: number, signal?: AbortSignal): Promise<Answer[]> {
  const deadline = performance.now() + patience
  const ask = async ({ address, args }: Ask): Promise<Answer> => {
    const near = operator.onLink(address)
    for (;;) {
      const answer = await operator.curl(args, signal)
      if (answer.exit === 0 || answer.exit === noCurl || !near || performance.now() >= deadline) return answer
      await sleep(200, undefined, signal ? { signal } : {}).catch(() => undefined)
      if (signal?.aborted) throw new HotpairError('cancelled')
    }
  }
  return Promise.all(asks.map(ask))
}
