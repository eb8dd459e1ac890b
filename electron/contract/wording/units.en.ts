import type { unitChanges, UnitEffect, unitNotes, UnitRefusal } from '../../domain/unit-change'

/** nginx or keepalived of one node, started and stopped by hand. */

type ByChange = Readonly<Record<(typeof unitChanges)[number], string>>

export const unitQuestionsEn: ByChange = {
  start: 'Start {unit} on {node}?',
  stop: 'Stop {unit} on {node}?',
  restart: 'Restart {unit} on {node}?',
}

export const unitDoneEn: ByChange = {
  start: '{unit} on {node} was started.',
  stop: '{unit} on {node} was stopped.',
  restart: '{unit} on {node} was restarted.',
}

export const unitEffectsEn: Readonly<Record<UnitEffect['is'], string>> = {
  nothing: 'Clients notice nothing.',
  break: 'Requests to {vips} may fail for a moment.',
  moves: 'The VIP moves to {to}; requests to {vips} may fail until it has.',
  returns: 'The VIP moves to {to} and then back; requests to {vips} may fail meanwhile.',
  gap: 'No other node can take the VIP: clients of {vips} get no answer for about {seconds} s.',
  outage: 'No node is left to take the VIP: clients of {vips} get no answer until it is started again.',
  'still-none': 'No node holds the VIP now, and this does not change it: clients of {vips} still get no answer.',
  answers: 'Clients of {vips} get an answer again, from {to}.',
  unknown: 'Which node holds the VIP is not known, or is about to change: what clients of {vips} will notice cannot be told.',
}

export const unitNotesEn: Readonly<Record<(typeof unitNotes)[number], string>> = {
  'started-again': 'The health check of keepalived starts nginx again within seconds: this pair is set so.',
  'no-standby-left': 'Until it is started again no other node can take over.',
  unseen: 'A node that does not answer counts as one that cannot take over.',
}

export const unitRefusalsEn = {
  working: 'Something else is being done with this pair.',
  'node-unreachable': '{node} does not answer.',
  'deployment-open': 'A deployment is not finished; finish it first.',
  'not-deployed': 'Hotpair has deployed nothing to {node}.',
  'not-installed': '{unit} is not installed there.',
  'already-running': 'It is running already.',
  'already-stopped': 'It is stopped already.',
  changed: 'The pair is no longer as it was when you were asked, so clients would notice something else.',
} satisfies Record<UnitRefusal, string>
