import type { NodeFacts } from '../../domain/node-facts'
import { host, type Argv, type Draft } from '../../domain/step'
import { unitOff } from '../units'
import type { Firewall, FirewallNeeds } from './adapter'

interface Rule {
  readonly kind: 'rich-rule' | 'service' | 'port'
  /** As firewall-cmd prints it, so that it compares equal with what is read back. */
  readonly value: string
}

/**
 * A rich rule by the peer's address works with both backends and covers multicast and unicast; the seed's direct rule does nothing with
 * the nftables backend, and opens no port 80.
 */
const vrrpRule = (peer: string): Rule => ({
  kind: 'rich-rule',
  value: `rule family="ipv4" source address="${peer}" protocol value="vrrp" accept`,
})

/** Ports that have a name go by it: a person sees what is meant. */
const services: Readonly<Record<number, string>> = { 80: 'http', 443: 'https' }
const portRule = (port: number): Rule => {
  const service = services[port]
  return service === undefined ? { kind: 'port', value: `${String(port)}/tcp` } : { kind: 'service', value: service }
}

const lists = { 'rich-rule': 'richRules', service: 'services', port: 'ports' } as const

/** One rule in the running or in the permanent configuration of a zone. */
function ruleStep(zone: string, { kind, value }: Rule, permanent: boolean, needed: boolean): Draft {
  const call = (verb: 'query' | 'add' | 'remove'): Argv => [
    'firewall-cmd',
    '-q',
    ...(permanent ? ['--permanent'] : []),
    `--zone=${zone}`,
    `--${verb}-${kind}=${value}`,
  ]
  const file = `/etc/firewalld/zones/${zone}.xml`
  return {
    stage: 'commit',
    code: permanent ? 'open-firewall-always' : 'open-firewall-now',
    subjects: [value],
    needed,
    unless: call('query'),
    act: host(...call('add')),
    // At boot the files of the zone, which are put back, say it all.
    back: { argv: call('remove'), when: 'here', given: call('query') },
    touches: permanent ? [file, `${file}.old`] : [],
  }
}

/** firewalld, with either backend. Undefined where it does not run. */
export const firewalld: Firewall = {
  units: ['firewalld'],
  isActive: (facts) => facts.firewall.firewalld !== null,
  open: ({ peers, ports, interface: name }: FirewallNeeds, facts: NodeFacts): Draft[] => {
    const state = facts.firewall.firewalld
    const zone = state?.zones[name]
    if (state === null || zone === undefined) return []
    const has = (where: 'rules' | 'permanent', rule: Rule): boolean => state[where][zone]?.[lists[rule.kind]].includes(rule.value) === true
    return [...peers.map(vrrpRule), ...ports.map(portRule)].flatMap((rule) => [
      ruleStep(zone, rule, true, !has('permanent', rule)),
      ruleStep(zone, rule, false, !has('rules', rule)),
    ])
  },
  switchOff: () => [unitOff('switch-off-firewall', 'firewalld')],
}
