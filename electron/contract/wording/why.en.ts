import type { journalKinds, vrrpErrors } from '../../domain/node-record'
import type { WhyNot } from '../../domain/why'
import type { WhyReason } from '../../domain/why-reason'

/** Why a node is the holder. */

export const whyReasonsEn = {
  'nginx-stopped': 'nginx on {node} was stopped.',
  'nginx-restarted': 'nginx on {node} was restarted, and the VIP was given away for that.',
  'nginx-killed': 'nginx on {node} was killed (signal {signal}).',
  'nginx-crashed': 'nginx on {node} crashed (signal {signal}).',
  'nginx-failed': 'nginx on {node} ended, or could not start.',
  'nginx-hung': 'nginx on {node} was running but gave no good answer in time.',
  'check-failed': 'keepalived’s health check failed on {node}, although nginx was running.',
  'keepalived-stopped': 'keepalived on {node} was stopped.',
  'keepalived-restarted': 'keepalived on {node} was restarted.',
  'keepalived-killed': 'keepalived on {node} was killed (signal {signal}).',
  'keepalived-crashed': 'keepalived on {node} ended unexpectedly.',
  'keepalived-paused': 'keepalived on {node}, or the whole host, did not run for {seconds} s.',
  'host-shut-down': '{node} was shut down or rebooted.',
  'host-lost': '{node} lost power or crashed.',
  'interface-down': 'Interface {interface} of {node} went down.',
  'not-heard': 'The nodes no longer understood each other, and {node} went on as holder.',
  silent: '{node} was no longer heard; nothing on record says why.',
  released: '{node} gave the VIP away; nothing on record says why.',
  'higher-priority': '{node} has the higher priority and took the VIP (preempt).',
  'split-ended': 'The nodes heard each other again, and {node} kept the VIP.',
  started: 'keepalived on {node} was started, and no other node held the VIP.',
  recovered: '{node} recovered, and no other node held the VIP.',
  unknown: 'Nothing on record says why.',
} satisfies Record<WhyReason['is'], string>

/** Added to the reason. */
export const whyNotesEn = {
  booted: 'It was up again at {time}.',
  drill: 'A failover test was running.',
  unheard: 'No VRRP advert came through: look for a firewall rule, or a broken network, between them.',
  both: 'Both held the VIP at once.',
}

export const vrrpErrorsEn: Readonly<Record<(typeof vrrpErrors)[number], string>> = {
  password: 'The VRRP passwords differ.',
  'auth-type': 'The kinds of VRRP authentication differ.',
  interval: 'The advert intervals differ.',
  version: 'The VRRP versions differ.',
  vips: 'The lists of VIPs differ.',
  'cannot-send': 'Adverts could not be sent: a firewall rule for outgoing packets, or the network, stops them.',
}

export const whyNotEn: Readonly<Record<WhyNot, string>> = {
  unreachable: 'it could not be checked',
  'not-deployed': 'Hotpair has deployed nothing to it',
  'keepalived-stopped': 'keepalived is not running there',
  'nginx-stopped': 'nginx is not running there',
  fault: 'keepalived found a fault there: its health check fails, or its interface is down',
  'lower-priority': 'standby with a lower priority',
  stays: 'standby; the VIP stays where it is although this node has a higher priority (nopreempt)',
  'about-to-take': 'it can take the VIP, and should do so within seconds',
}

export const journalsEn: Readonly<Record<(typeof journalKinds)[number], string>> = {
  kept: '',
  'until-reboot': '{node} keeps its journal in memory only: every reboot deletes it.',
  none: '{node} has no journal, or an empty one: what happened there is not known.',
}
