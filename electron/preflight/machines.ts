import { isVirtualMachine, survivesPause } from '../domain/machine-kinds'
import { nodeState } from '../domain/node-state'
import { downAdverts } from '../domain/vrrp-times'
import { finding, couples, onEach, type Rule } from './rule'

/** One machine with two addresses, and machines that are copies of one another. */
const sameMachine: Rule = ({ nodes }) =>
  couples(nodes).flatMap(([one, other]) => {
    const values = { one: one.node.name, other: other.node.name }
    const [a, b] = [one.facts.os, other.facts.os]
    const sameId = a.machineId !== '' && a.machineId === b.machineId
    if (sameId && a.bootId === b.bootId) return [finding('error', 'same-machine', values)]
    const macs = (seen: typeof one) => seen.facts.interfaces.filter((each) => !each.loopback && each.mac !== '').map((each) => each.mac)
    const mac = macs(one).find((each) => macs(other).includes(each))
    const alike = [...(sameId ? ['machine-id'] : []), ...(mac === undefined ? [] : [`MAC ${mac}`])]
    return alike.length > 0 ? [finding('warning', 'cloned-machine', { ...values, alike })] : []
  })

/** Logs and timelines of nodes with different clocks cannot be laid side by side. VRRP itself does not mind. */
const clocksApart: Rule = ({ nodes }) =>
  couples(nodes).flatMap(([one, other]) => {
    const apart = Math.abs(one.facts.clockOffset - other.facts.clockOffset)
    const beyond = apart - one.facts.clockError - other.facts.clockError
    return beyond > 2000
      ? [finding('warning', 'clocks-apart', { one: one.node.name, other: other.node.name, seconds: Math.round(apart / 100) / 10 })]
      : []
  })

const system: Rule = onEach(({ facts: { os, selinux } }) => [
  os.family === 'other' && ['error', 'os-unsupported', { os: os.prettyName }],
  os.systemd === null && ['error', 'no-systemd', { os: os.prettyName }],
  selinux === 'enforcing' && ['warning', 'selinux-enforcing'],
])

/** A snapshot stops a machine for 1 to 2 s (keepalived #542); adverts that are missed for less than that are over by then. Seconds. */
const snapshots: Rule = onEach(({ facts }, { pair }) => [
  downAdverts(pair.vrrp) * pair.vrrp.advertInterval < survivesPause &&
    isVirtualMachine(facts.os.virtualisation) && [
      'warning',
      'snapshot-advice',
      { virtualisation: facts.os.virtualisation, seconds: pair.vrrp.advertInterval },
    ],
])

/** Clouds route addresses themselves: no multicast, and an ARP reply moves nothing. */
const clouds: Rule = onEach(({ facts }, { pair }) => {
  const { cloud } = facts.os
  if (cloud === null) return []
  if (cloud === 'openstack') return [['warning', 'cloud-openstack']]
  return [['warning', 'cloud', { cloud }], pair.vrrp.mode === 'multicast' && ['error', 'cloud-multicast', { cloud }]]
})

const deployment: Rule = onEach(({ facts: { hotpair } }) => [
  hotpair.open !== null && [
    'error',
    'open-deployment',
    { deployment: hotpair.open.deployment, state: nodeState.safeParse(hotpair.open.state).data ?? null, owner: hotpair.open.owner },
  ],
])

export const machineRules: readonly Rule[] = [sameMachine, clocksApart, system, snapshots, clouds, deployment]
