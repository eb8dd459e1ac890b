import type { Pair } from '../domain/pair'
import type { Session } from '../remote/session'
import type { Sh } from '../remote/sh'

export type Sessions = Readonly<Record<string, Session>>

interface Followed {
  readonly script: Sh
  /** As root, or as who has logged in. */
  readonly root: boolean
  /** How long the script lasts; a slow host gets more. */
  readonly seconds: number
  readonly heard: (node: string, line: string) => void
  /** A node that cannot be followed any more, or is at its end. */
  readonly lost: (node: string) => void
}

/**
 * Runs a script on every node that prints lines, by a `tail` (no channel of a deployment's budget), until it is stopped or is over.
 * @returns what ends it on the nodes; never throws
 */
export function follow(sessions: Sessions, pair: Pair, { script, root, seconds, heard, lost }: Followed): () => Promise<void> {
  const ending = new AbortController()
  const runs = pair.nodes.flatMap(({ name: node }) => {
    const session = sessions[node]
    if (!session) return []
    const run = session.run(script, {
      tail: true,
      root,
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
