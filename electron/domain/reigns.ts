import type { NodeRecord } from './node-record'

/** The times in which nodes were VRRP master of an instance, put together from what each has recorded; all on one clock, ms. */

export interface Reign {
  readonly node: string
  /** Null: it was before the records begin. */
  readonly from: number | null
  /** Null: it goes on. */
  readonly to: number | null
  /** What ended it, or what showed that it was over: the node booted, or keepalived started, and nothing had told of an end. */
  readonly by: NodeRecord | null
  /** False: nothing tells that it was master before that end; it was if another node took over then. */
  readonly sure: boolean
}

/** What of a node each node's records say; a node whose records could not be read is not in it. */
export type Told = Readonly<Record<string, readonly NodeRecord[]>>

/** The end is not recorded: it is known afterwards only. */
export const isLost = ({ by }: Reign): boolean => by?.what === 'booted' || by?.what === 'keepalived-started'

/**
 * @param records of one node, oldest first
 * @param holds it was seen with the VIP now
 */
export function reignsOf(node: string, instance: string, records: readonly NodeRecord[], holds: boolean): Reign[] {
  const reigns: Reign[] = []
  let state: 'unknown' | 'master' | 'other' = 'unknown'
  let from: number | null = null
  for (const record of records) {
    const does = effectOf(record, instance)
    if (does === 'begins' && state !== 'master') {
      state = 'master'
      from = record.at
    } else if (does === 'proves' && state === 'unknown') state = 'master'
    else if (does === 'ends' || does === 'rules-out') {
      const mayHaveBeen = state === 'unknown' && does === 'ends'
      if (state === 'master' || mayHaveBeen) reigns.push({ node, from, to: record.at, by: record, sure: !mayHaveBeen })
      state = 'other'
      from = null
    }
  }
  // of a node that has not changed no record tells
  if (state === 'master' || (state === 'unknown' && holds)) reigns.push({ node, from, to: null, by: null, sure: true })
  return reigns
}

/** begins, ends: as it says · proves: only a master does so · rules-out: from then on it is none, and it need not have been one */
function effectOf(record: NodeRecord, instance: string): 'begins' | 'proves' | 'ends' | 'rules-out' | null {
  if ('instance' in record && record.instance !== instance) return null
  switch (record.what) {
    case 'master':
      return 'begins'
    case 'lower-advert':
    case 'higher-advert':
      return 'proves'
    case 'fault':
    case 'keepalived-stopping':
    case 'keepalived-stopped':
    case 'keepalived-ended':
      return 'ends'
    case 'backup':
    case 'keepalived-started':
    case 'booted':
      return 'rules-out'
    default:
      return null
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

/** Who held it before the records begin, and what came then, the oldest first. Who took over from whom is one change, at the time of the new one. */
export function changesOf(
  reigns: readonly Reign[],
  { follows, overlap }: Patience,
): { readonly before: Reign[]; readonly changes: Change[] } {
  const ordered = [...reigns].sort((a, b) => begin(a) - begin(b))
  const taken = new Set<Reign>()
  /** Those that are not sure and were not followed are not in it. */
  const ends = new Map<Reign, number>()
  const endOf = (reign: Reign, to: number): number | null => {
    // a loss is noticed by the others long before the node itself is back
    const earliest = isLost(reign) ? begin(reign) : to - overlap
    for (let i = ordered.indexOf(reign) + 1; i < ordered.length; i++) {
      const heir = ordered[i]
      if (heir === undefined || begin(heir) > to + follows) break
      if (heir.from === null || heir.node === reign.node || heir.from <= begin(reign) || heir.from < earliest || taken.has(heir)) continue
      taken.add(heir)
      return heir.from
    }
    return reign.sure ? to : null
  }
  for (const reign of [...ordered].sort((a, b) => Number(b.sure) - Number(a.sure) || end(a) - end(b))) {
    const to = reign.to === null ? null : endOf(reign, reign.to)
    if (to !== null) ends.set(reign, to)
  }
  const counted = ordered.filter((reign) => reign.sure || ends.has(reign))
  const changes = new Map<number, { ended: Reign[]; begun: Reign[] }>()
  const change = (time: number) => {
    const found = changes.get(time) ?? { ended: [], begun: [] }
    changes.set(time, found)
    return found
  }
  for (const reign of counted) {
    if (reign.from !== null) change(reign.from).begun.push(reign)
    const to = ends.get(reign)
    if (to !== undefined) change(to).ended.push(reign)
  }
  return {
    before: counted.filter(({ from }) => from === null),
    changes: [...changes].sort(([a], [b]) => a - b).map(([time, each]) => ({ at: time, ...each })),
  }
}

const begin = ({ from }: Reign): number => from ?? -Infinity
const end = ({ to }: Reign): number => to ?? Infinity
