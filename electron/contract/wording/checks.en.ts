import type { CheckReason, CheckResult, Loss } from '../../domain/check'
import type { AuditFinding } from '../../domain/soak'
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
    why: 'With no holder, clients get no answer; with two, they reach one of them by chance.',
  },
  'vip-answers': { what: 'The holder answers on {subject}', why: 'This is what your clients see.' },
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
  'node-lost': '{from} could not be checked: {failure}.',
  'operator-not-on-link': 'It did not answer from here, but a router is in between; the nodes themselves checked it, too.',
  'operator-no-curl': 'There is no curl on this computer; the nodes themselves checked it.',
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
    what: 'stop nginx on the holder so that nothing can start it, then recover it',
  },
  'nginx-crash': { name: 'nginx crashes', what: 'kill every process of nginx on the holder (SIGKILL); systemd starts it again' },
  'nginx-hang': { name: 'nginx hangs', what: 'suspend nginx on the holder (SIGSTOP), then let it go on' },
  'nginx-5xx': { name: 'nginx answers errors', what: 'nginx on the holder answers 503 for a while' },
  'nginx-slow': { name: 'nginx is slow', what: 'nginx on the holder answers one byte a second for a while' },
  'check-broken': { name: 'health check broken', what: 'the health check on the holder fails although nginx is well, then works again' },
  'all-sick': { name: 'nginx down everywhere', what: 'stop nginx on all nodes: nobody should hold the VIP; then start it' },
  'keepalived-stop': { name: 'keepalived stopped', what: 'systemctl stop keepalived on the holder, then start it' },
  'keepalived-kill': { name: 'keepalived killed', what: 'kill keepalived on the holder (SIGKILL); systemd starts it again' },
  'keepalived-freeze': { name: 'keepalived frozen', what: 'suspend keepalived on the holder (SIGSTOP), then let it go on' },
  reload: { name: 'keepalived reloaded', what: 'systemctl reload keepalived on the holder: nothing should move' },
  'vip-deleted': {
    name: 'VIP deleted',
    what: 'take the VIP off the holder’s interface: keepalived should put it back, or another node take it',
  },
  'vrrp-blocked-one-way': {
    name: 'VRRP blocked one way',
    what: 'the other nodes drop adverts that come in, as a firewall would; then let them in',
  },
  'vrrp-blocked': {
    name: 'VRRP blocked (split brain)',
    what: 'all nodes drop adverts that come in, as a firewall would; then let them in',
  },
  'clock-jump': { name: 'clock jumps', what: 'set the holder’s clock two minutes ahead, and back: nothing should move' },
  'power-loss': { name: 'power loss, simulated', what: 'drop all packets of the holder but SSH, then let them through' },
  'link-flapping': { name: 'link flaps', what: 'the holder’s interface goes down and up three times; SSH to it is lost meanwhile' },
  'link-down': { name: 'link down', what: 'the holder’s interface goes down; SSH to it is lost until it comes up by itself' },
  reboot: { name: 'reboot', what: 'reboot the holder; it should come back by itself' },
  seed: { name: 'there and back', what: 'make the holder fail, recover it, make the node that took over fail, recover it' },
}

export const drillPhasesEn: Readonly<Record<DrillPhase['phase'], string>> = { break: 'Make {node} fail', recover: 'Recover {node}' }

export const marksEn: Readonly<Record<Mark['event'], string>> = {
  armed: '{node} will recover by itself',
  injected: 'fault on {node}',
  silent: 'no answer',
  answering: '{node} answers',
  healed: '{node} recovered',
  recovered: '{node} answers steadily',
  nobody: 'no node holds the VIP, as expected',
  several: 'several nodes hold the VIP, as expected',
  watched: 'the VIP did not move again',
}

/** What a soak finds on a node after a drill. */
export const auditFindingsEn: Readonly<Record<AuditFinding['what'], string>> = {
  leftover: 'After {kind}, {node} still had: {text}',
  'changed-file': 'After {kind}, {text} on {node} was another than before.',
  complaint: 'During {kind}, keepalived on {node} said: {text}',
  'not-audited': 'After {kind}, {node} could not be looked at.',
}

export const drillReasonsEn: Readonly<Record<Exclude<DrillReason, ''>, string>> = {
  'not-answering': '{expected} did not answer in time.',
  moved: 'The VIP moved although it should have stayed.',
  'no-holder': 'No node held the VIP afterwards.',
  'two-holders': 'Several nodes held the VIP afterwards.',
  'holder-unknown': 'Which node held the VIP could not be read.',
  'not-injected': 'The fault did not take on {node}.',
  'too-slow': 'It took longer than the settings allow.',
  'not-split': 'Only one node held the VIP, although the nodes could not hear each other.',
  'still-held': 'A node still held the VIP, although nginx answered on none.',
  'not-possible': '{node} lacks what this fault needs, or does not allow it; nothing was done.',
  'not-recovered': '{node} is not as healthy as before.',
}

/** `values.reason` of failure drill-refused. */
export const refusalsEn = {
  'nginx-not-active': 'nginx does not run on {node} ({detail}).',
  'nginx-not-answering': 'nginx does not answer well on {node} ({detail}).',
  'keepalived-not-active': 'keepalived does not run on {node} ({detail}).',
  'no-holder': 'No node holds the VIP.',
  'two-holders': 'Several nodes hold the VIP: {detail}.',
  'drill-open': '{node} has not recovered from another failover test yet; it recovers by itself within a minute ({detail}).',
  'operator-not-on-link':
    'This computer does not reach the VIP ({detail}), so it cannot see what happens. Run Hotpair on the network of the nodes.',
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
  'goes-back': 'moves back to {returned} when all are healthy again',
  stays: 'stays on {holder} when the others recover',
  'redundancy-gone-until-keepalived-is-started': 'keepalived was stopped: start it by hand',
  'no-standby-left': 'no other node could take over now',
  'nobody-answers': 'service down',
  'failed-node-keeps-vip': 'a node with failed nginx keeps the VIP although another is healthy',
}
