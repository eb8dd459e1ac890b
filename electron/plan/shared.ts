import { readView } from '../domain/keepalived/view'
import type { NodeFacts } from '../domain/node-facts'
import { paths } from '../domain/paths'
import type { NodeTarget } from '../domain/plan'
import { sharedKeywords, sharedLines, type SharedKeyword } from '../domain/shared-settings'

function linesOf(conf: string): Readonly<Record<SharedKeyword, string>> {
  return sharedLines(readView(conf))
}

/** Shared settings that a running keepalived would have to change; empty when it does not run. */
export function sharedChanges(target: NodeTarget, facts: NodeFacts): SharedKeyword[] {
  const running = facts.keepalived.unit.active === 'active' || facts.keepalived.unit.active === 'reloading'
  const before = facts.files[paths.keepalivedConf]?.content ?? null
  const after = target.files.find((each) => each.path === paths.keepalivedConf)?.content
  if (!running || before === null || after === undefined) return []
  const [now, then] = [linesOf(before), linesOf(after)]
  return sharedKeywords.filter((keyword) => now[keyword] !== then[keyword])
}
