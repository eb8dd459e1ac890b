import type { CheckResult } from '../domain/check'
import type { Pair } from '../domain/pair'
import { compareSites, complaintOfNode, type Answer, type Complaint } from './answer'
import { addressOf, command, siteOf, type Ask } from './ask'
import { vipsIn, type Holders } from './holders'
import { addressCommand, type RoundRead } from './round'

/** What the nodes and the operator read in one round; a node that could not be asked has its failure's kind. */
export interface Readings {
  readonly nodes: Readonly<Record<string, { readonly asks: readonly Ask[]; readonly read: RoundRead | { readonly lost: string } }>>
  readonly operator: { readonly asks: readonly Ask[]; readonly answers: readonly Answer[] }
  /** Addresses the operator reaches without a router. */
  readonly onLink: (address: string) => boolean
  readonly addresses: ReadonlyMap<string, string>
}

/** Pure: what the readings say, in the order node-answers, one-holder, vip-answers. */
export function judge(pair: Pair, readings: Readings): CheckResult[] {
  const holders = holdersIn(pair, readings)
  const unread = Object.entries(readings.nodes).flatMap(([name, { read }]) => ('lost' in read ? [name] : []))
  const asked = [
    ...Object.entries(readings.nodes).flatMap(([from, { asks, read }]) =>
      'lost' in read
        ? asks.map((ask) => lost(from, ask, read.lost))
        : asks.map((_, i) => asking(pair, readings, from, asks, read.answers, i, holders)),
    ),
    ...readings.operator.asks.map((_, i) =>
      softened(
        asking(pair, readings, 'operator', readings.operator.asks, new Map(readings.operator.answers.entries()), i, holders),
        readings,
      ),
    ),
  ].filter((result) => result !== null)
  return [
    ...asked.filter((result) => result.check === 'node-answers'),
    ...pair.vips.flatMap((vip) =>
      Object.entries(readings.nodes).map(([from, { read }]) => oneHolder(vip, from, read, holders[vip] ?? [], unread)),
    ),
    ...asked.filter((result) => result.check === 'vip-answers'),
  ]
}

const holdersIn = (pair: Pair, { nodes }: Readings): Holders =>
  Object.fromEntries(
    pair.vips.map((vip) => [
      vip,
      Object.entries(nodes).flatMap(([name, { read }]) => ('lost' in read || !vipsIn(read.addresses, pair).includes(vip) ? [] : [name])),
    ]),
  )

function oneHolder(
  vip: string,
  from: string,
  read: RoundRead | { lost: string },
  holding: readonly string[],
  unread: readonly string[],
): CheckResult {
  const base = { check: 'one-holder' as const, subject: vip, from, command: addressCommand }
  if ('lost' in read) return { ...base, output: '', node: null, ...failed({ reason: 'node-lost', values: { failure: read.lost } }) }
  const [only] = holding
  const output = read.addresses.slice(0, 8192)
  if (holding.length > 1)
    return { ...base, output, node: null, ...failed({ reason: 'two-holders', values: { holders: holding.join(', ') } }) }
  if (unread.length > 0)
    return { ...base, output, node: only ?? null, ...failed({ reason: 'not-read-everywhere', values: { nodes: unread.join(', ') } }) }
  if (only === undefined) return { ...base, output, node: null, ...failed({ reason: 'no-holder', values: {} }) }
  return { ...base, output, node: only, ...passed }
}

/** The verdict on one curl, or null when it was not asked or only serves to compare. */
function asking(
  pair: Pair,
  readings: Readings,
  from: string,
  asks: readonly Ask[],
  answers: ReadonlyMap<number, Answer>,
  index: number,
  holders: Holders,
): CheckResult | null {
  const ask = asks[index]
  const answer = answers.get(index)
  if (!ask || !answer || ask.kind === 'same') return null
  const tls = siteOf(pair).secure ? { note: 'certificate-not-checked' as const } : {}
  const base = { subject: ask.subject, from, command: command(ask).text, output: answer.output, ...tls }
  if (ask.kind === 'own') {
    const complaint = complaintOfNode(pair, answer, ask.subject)
    return { ...base, check: 'node-answers', node: complaint ? answer.node : ask.subject, ...verdict(complaint) }
  }

  const holding = holders[ask.subject] ?? []
  const holder = holding.length === 1 ? (holding[0] ?? null) : null
  const complaint = complaintOfNode(pair, answer, holder)
  if (complaint || pair.nginx.content !== 'keep') return { ...base, check: 'vip-answers', node: answer.node, ...verdict(complaint) }

  // Without a single holder there is nobody to compare with; one-holder says so.
  if (holder === null) return { ...base, check: 'vip-answers', node: null, ...passed }
  const own = asks.flatMap((other, i) =>
    other.kind === 'same' && other.subject === holder && other.vip === ask.subject ? (answers.get(i) ?? []) : [],
  )
  const comparison = compareSites(answer, own)
  const different =
    comparison === 'different'
      ? { reason: 'different-site' as const, values: { holder, address: readings.addresses.get(holder) ?? '' } }
      : null
  return {
    ...base,
    check: 'vip-answers',
    node: different ? null : holder,
    ...(comparison === 'varies' ? { note: 'body-varies' as const } : {}),
    ...verdict(different),
  }
}

const passed = { verdict: 'passed', reason: '', values: {} } as const
const failed = (complaint: Complaint) => ({ verdict: 'failed' as const, ...complaint })
const verdict = (complaint: Complaint | null) => (complaint ? failed(complaint) : passed)

/** Required of the operator's machine is only what it reaches without a router: behind a VPN it must not undo a good pair. */
function softened(result: CheckResult | null, { onLink, addresses }: Readings): CheckResult | null {
  if (result?.verdict !== 'failed') return result
  if (result.reason === 'no-curl') return { ...result, verdict: 'warning', reason: 'operator-no-curl' }
  const address = result.check === 'vip-answers' ? addressOf(result.subject) : (addresses.get(result.subject) ?? '')
  return onLink(address)
    ? result
    : { ...result, verdict: 'warning', reason: 'operator-not-on-link', values: { ...result.values, because: result.reason } }
}

const lost = (from: string, ask: Ask, failure: string): CheckResult | null =>
  ask.kind === 'same'
    ? null
    : {
        check: ask.kind === 'own' ? 'node-answers' : 'vip-answers',
        subject: ask.subject,
        from,
        command: command(ask).text,
        output: '',
        node: null,
        ...failed({ reason: 'node-lost', values: { failure } }),
      }
