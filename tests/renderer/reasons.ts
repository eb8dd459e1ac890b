import type { Output } from '../../electron/contract/commands'
import type { WhyReason } from '../../electron/domain/why-reason'

const at = Date.parse('2026-12-01T02:52:18.130Z')

/** One of each reason. */
export const everyReason: readonly WhyReason[] = [
  { is: 'nginx-stopped', node: 'nginx1' },
  { is: 'nginx-restarted', node: 'nginx1' },
  { is: 'nginx-killed', node: 'nginx1', signal: 9 },
  { is: 'nginx-crashed', node: 'nginx1', signal: 11 },
  { is: 'nginx-failed', node: 'nginx1' },
  { is: 'nginx-hung', node: 'nginx1' },
  { is: 'check-failed', node: 'nginx1' },
  { is: 'keepalived-stopped', node: 'nginx1' },
  { is: 'keepalived-restarted', node: 'nginx1' },
  { is: 'keepalived-killed', node: 'nginx1', signal: 9 },
  { is: 'keepalived-crashed', node: 'nginx1' },
  { is: 'keepalived-paused', node: 'nginx1', seconds: 5.774013 },
  { is: 'host-shut-down', node: 'nginx1', booted: at },
  { is: 'host-lost', node: 'nginx1', booted: null },
  { is: 'interface-down', node: 'nginx1', interface: 'ens33' },
  { is: 'not-heard', node: 'nginx1', error: 'password' },
  { is: 'silent', node: 'nginx1' },
  { is: 'released', node: 'nginx1' },
  { is: 'higher-priority', node: 'nginx2' },
  { is: 'split-ended', node: 'nginx2' },
  { is: 'started', node: 'nginx2' },
  { is: 'recovered', node: 'nginx2' },
  { is: 'unknown' },
]

const transitions = everyReason.map((reason, i) => ({
  at: at - 60_000 * i,
  from: i % 2 === 0 ? ['nginx1'] : ['nginx2'],
  to: reason.is === 'not-heard' ? ['nginx1', 'nginx2'] : i % 2 === 0 ? ['nginx2'] : ['nginx1'],
  known: true,
  reason,
  drill: i === 0,
}))

/** nginx2 has it; the records of nginx1 reach back to its boot only. */
export const whyOutput: Output<'pair.why'> = {
  instances: [
    {
      instance: 'hotpair_web',
      vips: ['198.51.100.199/24'],
      present: { holders: ['nginx2'], since: transitions[0] ?? null, others: [{ node: 'nginx1', why: 'stays' }] },
      transitions,
    },
  ],
  nodes: {
    nginx1: { reachable: true, journal: 'until-reboot', from: at - 3_600_000, cut: true, clock: { offset: -4, error: 5 } },
    nginx2: { reachable: true, journal: 'kept', from: at - 86_400_000, cut: false, clock: { offset: 3, error: 5 } },
  },
}
