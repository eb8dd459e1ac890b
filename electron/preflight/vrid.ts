import { instancesOf } from '../domain/instance'
import { finding, type Rule } from './rule'

/** Somebody else on the LAN uses the same VRID. The nodes' own adverts do not count. */
const heard: Rule = ({ pair, nodes, complete }) => {
  if (!complete) return []
  const own = new Set(nodes.flatMap(({ facts }) => facts.interfaces.flatMap((each) => each.addresses.map(({ address }) => address))))
  const all = nodes.flatMap(({ facts }) => facts.lan.vrids ?? [])
  // Only numbers that nobody was heard with are a remedy.
  const used = new Set(all.map(({ routerId }) => routerId))
  const free = Array.from({ length: 255 }, (_, i) => i + 1).find((id) => id >= 51 && !used.has(id)) ?? 0
  return instancesOf(pair).flatMap(({ routerId }) => {
    const strangers = all.filter((advert) => advert.routerId === routerId && !own.has(advert.source))
    const sources = [...new Set(strangers.map(({ source }) => source))].sort()
    return sources.length > 0 ? [finding('error', 'vrid-heard', { routerId, sources, free })] : []
  })
}

/** Without tcpdump a VRID is "not checked", never "free". One node that listens is enough: they are on one LAN. */
const unchecked: Rule = ({ pair, nodes }) =>
  nodes.length > 0 && nodes.every(({ facts }) => facts.lan.vrids === null)
    ? instancesOf(pair).map(({ routerId }) => finding('info', 'vrid-unchecked', { routerId }))
    : []

export const vridRules: readonly Rule[] = [heard, unchecked]
