import type { CheckResult, Loss } from '../domain/check'
import type { Pair } from '../domain/pair'
import { compareSites, complaintOfNode, type Answer, type Complaint } from './answer'
import { holdingsByVip, soleOf, type Holding } from '../domain/holders'
import { siteOf } from '../domain/site'
import { command, type Ask } from './ask'
import { addressCommand, addressesIn, type RoundRead } from './round'

/** What the nodes and the operator read in one round; a node that could not be asked has its failure's kind. */
export interface Readings {
  readonly nodes: Readonly<Record<string, { readonly asks: readonly Ask[]; readonly read: RoundRead | { readonly lost: Loss } }>>
  readonly operator: { readonly asks: readonly Ask[]; readonly answers: readonly Answer[] }
  /** Addresses the operator reaches without a router. */
  readonly onLink: (address: string) => boolean
}

/** Pure: what the readings say, in the order node-answers, one-holder, vip-answers. */
export function judge(pair: Pair, readings: Readings): CheckResult[] {
  const holdings = holdingsByVip(pair, seenIn(readings))
  const asked = [
    ...Object.entries(readings.nodes).flatMap(([from, { asks, read }]) =>
      'lost' in read
        ? asks.map((ask) => lost(from, ask, read.lost))
        : asks.map((_, i) => asking(pair, from, asks, read.answers, i, holdings)),
    ),
    ...readings.operator.asks.map((ask, i) =>
      softened(asking(pair, 'operator', readings.operator.asks, new Map(readings.operator.answers.entries()), i, holdings), ask, readings),
    ),
  ].filter((result) => result !== null)
  return [
    ...asked.filter((result) => result.check === 'node-answers'),
    ...Object.entries(holdings).flatMap(([vip, holding]) =>
      Object.entries(readings.nodes).map(([from, { read }]) => oneHolder(vip, from, read, holding)),
    ),
    ...asked.filter((result) => result.check === 'vip-answers'),
  ]
}

const seenIn = ({ nodes }: Readings): Map<string, Set<string>> =>
  new Map(Object.entries(nodes).flatMap(([name, { read }]) => ('lost' in read ? [] : [[name, addressesIn(read.addresses)] as const])))

function oneHolder(vip: string, from: string, read: RoundRead | { lost: Loss }, holding: Holding): CheckResult {
  const base = { check: 'one-holder' as const, subject: vip, from, command: addressCommand, holding }
  if ('lost' in read) return { ...base, output: '', node: null, ...failed({ reason: 'node-lost', values: { failure: read.lost } }) }
  const output = read.addresses.slice(0, 8192)
  const { holders, unseen } = holding
  switch (holding.is) {
    case 'sole':
      return { ...base, output, node: soleOf(holding), ...passed }
    case 'split':
      return { ...base, output, node: null, ...failed({ reason: 'two-holders', values: { holders: holders.join(', ') } }) }
    case 'unknown':
      return {
        ...base,
        output,
        node: holders[0] ?? null,
        ...failed({ reason: 'not-read-everywhere', values: { nodes: unseen.join(', ') } }),
      }
    case 'nobody':
      return { ...base, output, node: null, ...failed({ reason: 'no-holder', values: {} }) }
  }
}

/** The verdict on one curl, or null when it was not asked or only serves to compare. */
function asking(
  pair: Pair,
  from: string,
  asks: readonly Ask[],
  answers: ReadonlyMap<number, Answer>,
  index: number,
  holdings: Readonly<Record<string, Holding>>,
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

  const held = holdings[ask.subject]?.holders ?? []
  const holder = held.length === 1 ? (held[0] ?? null) : null
  const complaint = complaintOfNode(pair, answer, holder)
  if (complaint || pair.nginx.content !== 'keep') return { ...base, check: 'vip-answers', node: answer.node, ...verdict(complaint) }

  // Without a single holder there is nobody to compare with; one-holder says so.
  if (holder === null) return { ...base, check: 'vip-answers', node: null, ...passed }
  const own = asks.flatMap((other, i) => {
    const told = other.kind === 'same' && other.subject === holder && other.vip === ask.subject ? answers.get(i) : undefined
    return told === undefined ? [] : [{ address: other.address, answer: told }]
  })
  const comparison = compareSites(
    answer,
    own.map((each) => each.answer),
  )
  const different =
    comparison === 'different' ? { reason: 'different-site' as const, values: { holder, address: own[0]?.address ?? '' } } : null
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
function softened(result: CheckResult | null, ask: Ask, { onLink }: Readings): CheckResult | null {
  if (result?.verdict !== 'failed') return result
  if (result.reason === 'no-curl') return { ...result, verdict: 'warning', reason: 'operator-no-curl' }
  return onLink(ask.address)
    ? result
    : { ...result, verdict: 'warning', reason: 'operator-not-on-link', values: { ...result.values, because: result.reason } }
}

const lost = (from: string, ask: Ask, failure: Loss): CheckResult | null =>
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
