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

export interface Following {
  /** Follows the node anew, over the session that it has now: its former one is gone. */
  readonly again: (node: string) => void
  /** Ends it on the nodes; never throws. */
  readonly stop: () => Promise<void>
}

/** Runs a script on every node that prints lines, by a `tail` (no channel of a deployment's budget), until it is stopped or is over. */
export function follow(sessions: Sessions, pair: Pair, { script, root, seconds, heard, lost }: Followed): Following {
  const ending = new AbortController()
  const runs = new Set<Promise<void>>()
  const again = (node: string): void => {
    const session = sessions[node]
    if (!session || ending.signal.aborted) return
    const over = (): void => {
      runs.delete(run)
      if (sessions[node] === session) lost(node)
    }
    const run = session
      .run(script, {
        tail: true,
        root,
        timeout: (seconds * 3 + 10) * 1000,
        signal: ending.signal,
        onLine: (line) => {
          heard(node, line.trim())
        },
      })
      .then(over, over)
    runs.add(run)
  }
  for (const { name } of pair.nodes) again(name)
  return {
    again,
    stop: async () => {
      ending.abort()
      await Promise.all(runs)
    },
  }
}
