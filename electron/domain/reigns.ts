import type { NodeRecord } from './node-record'

/** The times in which nodes were VRRP master of an instance, put together from what each has recorded; all on one clock, ms. */

export interface Reign {
  readonly node: string
  readonly from: number
  /** Null: it goes on. */
  readonly to: number | null
  /** What ended it, or what showed that it was over: the node booted, or keepalived started, and nothing had told of an end. */
  readonly by: NodeRecord | null
}

/** What of a node each node's records say; a node whose records could not be read is not in it. */
export type Told = Readonly<Record<string, readonly NodeRecord[]>>

/** The end is not recorded: it is known afterwards only. */
export const isLost = ({ by }: Reign): boolean => by?.what === 'booted' || by?.what === 'keepalived-started'

/** @param records of one node, oldest first */
export function reignsOf(node: string, instance: string, records: readonly NodeRecord[]): Reign[] {
  const reigns: Reign[] = []
  let from: number | null = null
  for (const record of records) {
    if (record.what === 'master' && record.instance === instance) from ??= record.at
    else if (from !== null && ends(record, instance)) {
      reigns.push({ node, from, to: record.at, by: record })
      from = null
    }
  }
  if (from !== null) reigns.push({ node, from, to: null, by: null })
  return reigns
}

function ends(record: NodeRecord, instance: string): boolean {
  switch (record.what) {
    case 'backup':
    case 'fault':
      return record.instance === instance
    case 'keepalived-stopping':
    case 'keepalived-stopped':
    case 'keepalived-ended':
    case 'keepalived-started':
    case 'booted':
      return true
    default:
      return false
  }
}

/** How long one node may take to follow another, ms. */
export interface Patience {
  /** From the end of a holder until a standby that hears nobody has taken over. */
  readonly follows: number
  /** For which two that pass it on may both be seen with it: messages take their time, and clocks differ. */
  readonly overlap: number
}

/** A moment at which nodes became, or ceased to be, master; one that took over from another did both at once. */
export interface Change {
  readonly at: number
  readonly ended: readonly Reign[]
  readonly begun: readonly Reign[]
}

/** Who took over from whom is one change, at the time of the new one. Oldest first. */
export function changesOf(reigns: readonly Reign[], { follows, overlap }: Patience): Change[] {
  const ordered = [...reigns].sort((a, b) => a.from - b.from)
  const taken = new Set<Reign>()
  const at = (reign: Reign): number | null => {
    const { to } = reign
    if (to === null) return null
    // a loss is noticed by the others long before the node itself is back
    const earliest = isLost(reign) ? reign.from : to - overlap
    for (let i = ordered.indexOf(reign) + 1; i < ordered.length; i++) {
      const other = ordered[i]
      if (other === undefined || other.from > to + follows) return to
      if (other.node === reign.node || other.from <= reign.from || other.from < earliest || taken.has(other)) continue
      taken.add(other)
      return other.from
    }
    return to
  }
  const changes = new Map<number, { ended: Reign[]; begun: Reign[] }>()
  const change = (time: number) => {
    const found = changes.get(time) ?? { ended: [], begun: [] }
    changes.set(time, found)
    return found
  }
  for (const reign of ordered) change(reign.from).begun.push(reign)
  for (const reign of [...ordered].sort((a, b) => (a.to ?? Infinity) - (b.to ?? Infinity))) {
    const end = at(reign)
    if (end !== null) change(end).ended.push(reign)
  }
  return [...changes].sort(([a], [b]) => a - b).map(([time, each]) => ({ at: time, ...each }))
}
