import type { CheckReason, CheckResult, Loss } from '../../domain/check'
import type { DrillKind, DrillPhase, DrillReason, Mark, Refusal } from '../../domain/drill'
import type { Afterwards, NodeCondition } from '../../domain/election'

/**
 * Words for checks, drills and the election table. `{value}` placeholders are filled from the values of what is told;
 * `{subject}`, `{from}`, `{node}`, `{expected}` … from its own fields.
 */

/** What a check is about, and why it is asked. */
export const checksEn: Readonly<Record<CheckResult['check'], { readonly what: string; readonly why: string }>> = {
  'node-answers': { what: '{subject} answers by its own address', why: 'Only a node that answers by itself can take over.' },
  'one-holder': {
    what: 'Exactly one node holds {subject}',
    why: 'On no node nobody answers; on two, clients reach one or the other by chance.',
  },
  'vip-answers': { what: '{subject} answers as its holder', why: 'This is what your clients see.' },
}

export const checkReasonsEn: Readonly<Record<CheckReason, string>> = {
  'no-curl': 'There is no curl on {from}.',
  'no-answer': 'No answer: {detail}',
  'bad-status': 'It answered with HTTP status {status}.',
  'upstream-failed': 'nginx answered, but its upstreams did not (HTTP status {status}).',
  'no-node-header': 'Something answered that is not the site of this pair: it does not say which node it is (X-Hotpair-Node).',
  'wrong-node': '{answered} answered instead of {expected}.',
  'unknown-node': '{answered} answered, which is no node of this pair.',
  'different-site': 'The VIP shows something else than {holder} at its own address {address}.',
  'no-holder': 'No node holds it.',
  'two-holders': 'Several nodes hold it: {holders}. VRRP does not get through between them, or their settings differ.',
  'not-read-everywhere': 'It could not be read on {nodes}.',
  'node-lost': '{from} could not be asked: {failure}.',
  'operator-not-on-link': 'From here it did not answer, but a router lies between here and there; the nodes themselves were asked too.',
  'operator-no-curl': 'There is no curl on this machine; the nodes themselves were asked.',
}

/** `{failure}` of node-lost. */
export const lossesEn: Readonly<Record<Loss, string>> = {
  unreachable: 'it cannot be reached',
  'connection-lost': 'the connection was lost',
  timeout: 'it did not answer in time',
  'fact-unreadable': 'its answer could not be understood',
  'sudo-password': 'sudo refused the password',
  'command-failed': 'a command failed there',
  other: 'something went wrong on the way',
}

export const checkNotesEn: Readonly<Record<NonNullable<CheckResult['note']>, string>> = {
  'certificate-not-checked': 'The certificate was not checked (-k).',
  'body-varies': 'The page differs from one request to the next, so only its status was compared.',
}

export const drillKindsEn: Readonly<Record<DrillKind | 'seed', { readonly name: string; readonly what: string }>> = {
  'nginx-stop': { name: 'nginx stopped', what: 'systemctl stop nginx on the holder, then start it' },
  'nginx-unrestartable': {
    name: 'nginx cannot be started',
    what: 'nginx is stopped on the holder so that nothing can start it, then healed',
  },
  'keepalived-stop': { name: 'keepalived stopped', what: 'systemctl stop keepalived on the holder, then start it' },
  seed: { name: 'there and back', what: 'break the holder, recover it, break the node that took over, recover it' },
}

export const drillPhasesEn: Readonly<Record<DrillPhase['phase'], string>> = { break: 'Break {node}', recover: 'Recover {node}' }

export const marksEn: Readonly<Record<Mark['event'], string>> = {
  armed: '{node} will heal itself',
  injected: 'fault on {node}',
  silent: 'nobody answers',
  answering: '{node} answers',
  healed: '{node} healed',
  recovered: '{node} answers steadily',
  watched: 'watched',
}

export const drillReasonsEn: Readonly<Record<Exclude<DrillReason, ''>, string>> = {
  'not-answering': '{expected} did not answer in time.',
  moved: 'The VIP moved although it should have stayed.',
  'no-holder': 'No node held the VIP afterwards.',
  'two-holders': 'Several nodes held the VIP afterwards.',
  'holder-unknown': 'It could not be read who held the VIP.',
  'not-injected': 'What was to be stopped on {node} went on running.',
  'not-recovered': '{node} is not as healthy as before.',
}

/** `values.reason` of failure drill-refused. */
export const refusalsEn = {
  'nginx-not-active': 'nginx does not run on {node} ({detail}).',
  'nginx-not-answering': 'nginx does not answer well on {node} ({detail}).',
  'keepalived-not-active': 'keepalived does not run on {node} ({detail}).',
  'no-holder': 'No node holds the VIP.',
  'two-holders': 'Several nodes hold the VIP: {detail}.',
  'drill-open': 'Another drill has not been healed yet on {node}; it heals itself within a minute ({detail}).',
  'operator-not-on-link': 'This machine does not reach the VIP ({detail}), so it could not see what happens. Run it from the same network.',
  'vip-silent': 'The VIP gives no good answer ({detail}).',
} as const satisfies Readonly<Record<Refusal, string>>

export const nodeStatesEn: Readonly<Record<NodeCondition, string>> = {
  healthy: 'healthy',
  'nginx-failed': 'nginx failed',
  'keepalived-stopped': 'keepalived stopped',
  down: 'down',
}

/** What follows from a row of the election table. */
export const afterwardsEn: Readonly<Record<Afterwards, string>> = {
  'goes-back': 'goes back to {returned} when all are healthy again',
  stays: 'stays on {holder} when the others recover',
  'redundancy-gone-until-keepalived-is-started': 'keepalived was stopped: somebody must start it again',
  'no-standby-left': 'no other node could take over now',
  'nobody-answers': 'nobody answers',
  'failed-node-keeps-vip': 'a node with failed nginx keeps the VIP although another is healthy',
}
