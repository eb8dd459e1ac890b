import type { NodeFacts } from '../../domain/node-facts'
import type { Pair } from '../../domain/pair'
import type { Draft } from '../../domain/step'
import type { Firewall, FirewallNeeds } from './adapter'
import { firewalld } from './firewalld'

/** A new kind is a file beside this one, and its name here. */
const firewalls: readonly Firewall[] = [firewalld]

/** TCP ports clients use: from what the pair serves and, in `keep`, from what the user's own sites listen on. */
export function clientPorts(pair: Pair, facts: NodeFacts): number[] {
  if (pair.nginx.content !== 'keep') return [80]
  const listens = facts.nginx.sites.flatMap((site) => site.listens)
  const url = pair.nginx.url === undefined ? undefined : new URL(pair.nginx.url)
  const tls = url?.protocol === 'https:' || listens.some((listen) => /(^|:)443\b/.test(listen))
  return [...new Set([80, ...(tls ? [443] : []), ...(url === undefined || url.port === '' ? [] : [Number(url.port)])])]
}

/** Opens, leaves or switches off every firewall that runs, as the pair wants it. `units`: those whose state must be remembered. */
export function firewallSteps(pair: Pair, facts: NodeFacts, needs: FirewallNeeds): { readonly steps: Draft[]; readonly units: string[] } {
  const active = firewalls.filter((each) => each.isActive(facts))
  switch (pair.firewall) {
    case 'leave':
      return { steps: [], units: [] }
    case 'open':
      return { steps: active.flatMap((each) => each.open(needs, facts)), units: [] }
    case 'disable':
      return { steps: active.flatMap((each) => each.switchOff()), units: active.flatMap((each) => each.units) }
  }
}
