import type { JournalLine, NodeState } from '../domain/deployment'
import { stateFolder } from '../domain/paths'
import { sh } from '../remote/sh'
import { parseJournal } from './journal'
import type { NodeLink } from './node-link'

/** The journals of a deployment as its nodes have them now; null for a node that cannot be asked. Never throws for a node. */
export async function journalOf(
  links: readonly NodeLink[],
  deployment: string,
): Promise<Record<string, { state: NodeState; lines: JournalLine[] } | null>> {
  const all = await Promise.all(
    links.map(async (link) => {
      try {
        const { state } = await link.status(deployment)
        const { stdout } = await link.run(sh`tail -n 2000 ${`${stateFolder}/deployments/${deployment}/journal`} 2>/dev/null || true`)
        return [link.node.name, { state, lines: parseJournal(stdout) }] as const
      } catch {
        return [link.node.name, null] as const
      } finally {
        await link.close()
      }
    }),
  )
  return Object.fromEntries(all)
}
