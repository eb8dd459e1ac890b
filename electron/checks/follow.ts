import type { Pair } from '../domain/pair'
import type { Session } from '../remote/session'
import type { Sh } from '../remote/sh'

export type Sessions = Readonly<Record<string, Session>>

/**
 * Runs a script on every node that prints lines, by a `tail` (no channel of a deployment's budget), until it is stopped or `seconds` are
 * over.
 * @param seconds that the script lasts; a slow host gets more
 * @param lost a node that cannot be followed any more, or is at its end
 * @returns what ends it on the nodes; never throws
 */
export function follow(
  sessions: Sessions,
  pair: Pair,
  {
    script,
    seconds,
    heard,
    lost,
  }: { script: Sh; seconds: number; heard: (node: string, line: string) => void; lost: (node: string) => void },
): () => Promise<void> {
  const ending = new AbortController()
  const runs = pair.nodes.flatMap(({ name: node }) => {
    const session = sessions[node]
    if (!session) return []
    const run = session.run(script, {
      tail: true,
      timeout: (seconds * 3 + 10) * 1000,
      signal: ending.signal,
      onLine: (line) => {
        heard(node, line.trim())
      },
    })
    const over = (): void => {
      lost(node)
    }
    return [run.then(over, over)]
  })
  return async () => {
    ending.abort()
    await Promise.all(runs)
  }
}
