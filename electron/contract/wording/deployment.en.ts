import type { Look } from '../../domain/failure'
import type { Doing, Fault, Warning, Why } from '../../domain/journal'
import type { Stage } from '../../domain/plan'
import type { Step } from '../../domain/step'

/** What a step does, in plain words. */
export const doingsEn: Readonly<Record<Doing, string>> = {
  'remember-unit': 'Notes how {subject} is now, for the way back',
  'mask-units': 'Keeps {subject} from starting during the installation',
  'install-packages': 'Installs {subject}',
  'unmask-units': 'Lets {subject} be started again',
  'disable-units': 'Keeps {subject} from starting at boot until the pair is in service',
  'take-password': 'Takes the VRRP password; it is not shown',
  'keep-files': 'Keeps a copy of everything that will change',
  'check-nginx': 'Lets nginx check the whole new configuration',
  'check-keepalived': 'Lets keepalived check the whole new configuration',
  'try-check-script': 'Tries the health check, as keepalived will run it',
  'write-file': 'Writes {subject}',
  'set-attributes': 'Sets mode and owner of {subject}',
  'remove-file': 'Removes {subject}',
  'write-password': 'Writes the VRRP password to {subject}; it is not shown',
  'open-firewall-now': 'Lets through the firewall: {subject}',
  'open-firewall-always': 'Lets through the firewall after every restart, too: {subject}',
  'switch-off-firewall': 'Switches off {subject}',
  'reload-systemd': 'Tells systemd about its new files',
  'enable-unit': 'Starts {subject} at every boot',
  'start-unit': 'Starts {subject}',
  'stop-unit': 'Stops {subject}, which is not needed any more',
  'reload-unit': 'Lets {subject} read its new configuration',
  'wait-for-nginx': 'Waits until nginx answers its health check',
  'wait-for-keepalived': 'Waits until keepalived runs steadily',
  'enable-recovery': 'Makes sure that a reboot rolls it back',
  earlier: '{subject}',
}

/** What clients notice of a step. */
export const effectsEn: Readonly<Record<Step['effect'], string>> = {
  none: 'clients notice nothing',
  reload: 'connections go on',
  restart: 'open connections break',
  'moves-vip': 'the VIP moves',
}

/** A line of the journal, around what it is about. */
export const journalEventsEn = {
  do: '{doing}',
  unchanged: 'unchanged: {doing}',
  back: 'rolling back: {doing}',
  stuck: 'COULD NOT BE ROLLED BACK: {doing}',
  begin: 'begins ({text})',
  output: '│ {text}',
  why: 'because {why}',
  warn: 'note: {warning}',
  failed: 'failed: {fault}',
  end: 'ends: {state}',
  lost: 'ended without a last word: {state}',
}

/** What a verb begins with, where that is no name: how it is armed, or the state that it found. */
export const beginningsEn = {
  commit: 'rolls back by itself after {text} s without a word',
  found: 'found it: {text}',
}

/** The verbs of hotpair.sh, as they stand before a line of the journal. */
export const verbsEn = {
  prepare: 'prepare',
  commit: 'commit',
  hold: 'hold',
  confirm: 'confirm',
  rollback: 'roll back',
  expire: 'expire',
  recover: 'recover',
  undo: 'undo',
}

/** Why a verb failed on a node. `doing` is the step's own sentence. */
export const faultsEn: Readonly<Record<Fault['code'], string>> = {
  'no-space': 'there is no space left on the disk',
  'dead-man-not-armed': 'its timer for rolling back could not be set (systemd-run)',
  'recovery-not-enabled': 'its recovery at boot could not be enabled',
  'recovery-gone': 'its recovery at boot is gone',
  'step-failed': 'this step failed: {doing}',
  'not-back': 'it could not be rolled back; see the journal in {subject}',
  earlier: '{subject}',
  killed: 'it was killed on the node',
  'not-started': 'it did not start on the node',
}

/** A fault with what its step's program found. */
export const becauseEn = '{fault}: {why}'

export const whysEn: Readonly<Record<Why['code'], string>> = {
  'not-included': 'nginx does not read {subject}; nginx.conf does not include its folder',
  'no-good-answer': '{subject} got no good answer in {value} tries',
  'no-version': '{subject} does not tell its version',
  'test-ended': '{subject} ended with {value}',
  'test-complained': '{subject} reported a problem',
  'empty-file': '{subject} is empty',
  'password-missing': '{subject} is missing, and no VRRP password was given',
  'password-unusable': 'the VRRP password is not one that keepalived takes ({subject})',
  'address-missing': '{subject} does not have {value}',
  'not-running': '{subject} is {value}',
  'check-refuses': '{subject} ended with {value} while the health server answered',
  'check-blind': '{subject} ended with {value} while nothing answered; 1 was expected',
  planted: '{value}, on the way to {subject}, is a link that is not root’s',
  'not-kept': '{subject} could not be copied (no space, or the bundle is damaged)',
  'no-space': 'there is no space left where {subject} is',
}

export const warningsEn: Readonly<Record<Warning['code'], string>> = {
  'changed-since': '{subject} was changed after the deployment; a copy is in {copy}',
  earlier: '{subject}',
}

/** Where a node stands. */
export const standingsEn: Readonly<Record<Look['state'], string>> = {
  none: 'nothing of it is here',
  preparing: 'being prepared',
  prepared: 'prepared; nothing in service has changed',
  committing: 'being taken into service',
  committed: 'in service, not confirmed; rolls back by itself',
  held: 'in service and verified, waits to be confirmed',
  confirmed: 'confirmed',
  'rolling-back': 'rolling back',
  'rolled-back': 'rolled back',
  'rollback-failed': 'could not be rolled back',
  undoing: 'being undone',
  undone: 'undone',
  unreachable: 'cannot be reached',
  sick: 'its services may not run; look at “systemctl status nginx keepalived”',
}

/** The stages of a plan. `node`: the first of its nodes. */
export const stagesEn: Readonly<Record<Stage['does'], { readonly title: string; readonly lead: string }>> = {
  prepare: { title: 'Prepare, all nodes side by side', lead: 'Nothing in service changes. Whatever fails here ends the deployment.' },
  commit: { title: 'Take {nodes} into service', lead: 'From here on, the node rolls back by itself when it hears nothing.' },
  verify: { title: 'Verify', lead: 'curl asks every node and the VIP, from every node and from here; exactly one node may hold the VIP.' },
  hold: { title: 'Hold', lead: 'Every node is told to hold: it will not go back by itself any more.' },
  confirm: { title: 'Confirm', lead: 'Only when all of them hold, all are told to confirm. If anything fails before, all go back.' },
}

/** What must be true before the next stage. */
export const conditionsEn = {
  state: 'Goes on when all of them are done.',
  'sole-holder': 'Goes on when {node} alone holds the VIP.',
  verified: 'Goes on when every check has passed.',
} as const satisfies Record<Stage['until']['is'], string>
