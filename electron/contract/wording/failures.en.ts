import type { Failure, FailureKind } from '../../domain/failure'

/** What happened, and what to do next. `{node}` is always there; the other values belong to the kind. */
export const failuresEn: Readonly<Record<FailureKind, { readonly what: string; readonly next: string }>> = {
  'pair-invalid': {
    what: 'The pair file {file} is not valid:\n{issues}',
    next: 'Correct the fields named above; "hotpair schema" prints what is allowed.',
  },
  'pair-unreadable': {
    what: 'The pair file {file} could not be read: {reason}',
    next: 'Check the path and the file; "hotpair init" writes a commented one.',
  },
  'secret-missing': {
    what: '{secret} is needed and was not given. {reason}',
    next: 'Set the environment variable, store it in the keychain, or run in a terminal to be asked.',
  },
  'key-unreadable': {
    what: 'The private key {file} of {node} could not be read: {reason}',
    next: 'Check keyFile in the pair file and the permissions of the file.',
  },
  'key-passphrase': {
    what: 'The private key {file} of {node} could not be opened: {reason}.',
    next: 'Give the right passphrase, or load the key into your agent and use auth: agent.',
  },
  'key-unsupported': {
    what: 'The private key {file} of {node} has a format that cannot be used: {reason}',
    next: 'Convert it with "ssh-keygen -p -f {file}", or use auth: agent.',
  },
  usage: { what: '{message}', next: 'Run "hotpair --help".' },
  'name-not-found': { what: 'The name {host} of {node} is not known.', next: 'Check the address in the pair file and your DNS.' },
  unreachable: { what: '{node} ({host}) cannot be reached: {reason}', next: 'Check that the host is on and that a route leads there.' },
  'port-refused': {
    what: '{node} ({host}) refuses connections on port {port}.',
    next: 'Check that sshd runs there, and the port in the pair file.',
  },
  'not-ssh': { what: 'What answers at {host} port {port} is not SSH ({reason}).', next: 'Check the address and port of {node}.' },
  'no-common-algorithm': {
    what: '{node} and Hotpair have no algorithm in common: {what}.',
    next: 'Allow a current algorithm in sshd_config of the host.',
  },
  'auth-refused': { what: '{node} refused {user} ({method}).', next: 'Check user and credentials; the server allows: {allowed}.' },
  'agent-missing': {
    what: 'No SSH agent could be used for {node}: {reason}',
    next: 'Start one and add your key with "ssh-add", or use auth: key.',
  },
  'host-key-unknown': {
    what: 'The host key of {node} ({host}) is not known: {keyType} {fingerprint}',
    next: 'Compare it with "ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub" on the host; when it is the same, run again with --accept-new.',
  },
  'host-key-changed': {
    what: 'The host key of {node} ({host}) has CHANGED: {fingerprint} instead of {expected}. Somebody may be between you and the host.',
    next: 'If you know why it changed, remove line {line} of {file} and connect again. Until then nothing is sent to this host.',
  },
  'host-key-revoked': { what: 'The host key of {node} ({host}) is marked as revoked in {file}.', next: 'Give the host a new key.' },
  'known-hosts-unreadable': {
    what: '{file} could not be read: {reason}',
    next: 'Correct the file, or name another one with --known-hosts.',
  },
  'connection-lost': { what: 'The connection to {node} was lost.', next: 'Check the network and the host; then run "hotpair status".' },
  'no-sudo': { what: '{user} may not become root on {node}: {reason}.', next: 'Give {user} the right in sudoers, or use another user.' },
  'sudo-password': {
    what: 'The sudo password of {user} was refused on {node}: {reason}.',
    next: 'Give the right one (HOTPAIR_SUDO_… or the prompt).',
  },
  'sudo-missing': { what: 'There is no sudo on {node}.', next: 'Log in as root, or install sudo.' },
  'fact-unreadable': {
    what: 'A fact of {node} could not be read ({fact}): {output}',
    next: 'Look at the command on the host; what cannot be read is never guessed.',
  },
  'preflight-refused': { what: 'Preflight refuses. {rules}', next: 'Do what the findings say, then plan again.' },
  'plan-outdated': { what: 'The plan does not hold any more: {reason}', next: 'Plan again and look at the new plan.' },
  'shared-change': {
    what: 'On a live pair these settings must change on all nodes at once, which is not supported yet: {settings}.',
    next: 'Undo the deployment first, then deploy the new settings.',
  },
  locked: {
    what: 'Another deployment is open on {node}: {deployment}, by {owner}.',
    next: 'Wait for it, or run "hotpair finish" if nobody is at work on it any more.',
  },
  'prepare-failed': {
    what: '{node} refused to be prepared: {reason}\n{output}',
    next: 'Correct what the node says; nothing was in service.',
  },
  'commit-failed': {
    what: '{node} could not take the new configuration into service: {reason}\n{output}',
    next: 'Look at the output, correct it and deploy again.',
  },
  'not-the-holder': {
    what: '{node} did not become the holder of {vips}; it is held by: {holder}.',
    next: 'Look at what keepalived says on {node} (journalctl -u keepalived) and at the firewall, then deploy again.',
  },
  'verify-failed': {
    what: 'The pair did not pass verification: {checks}\n{output}',
    next: 'Look at the check that failed ({command}); then deploy again.',
  },
  'hold-failed': { what: '{node} did not hold the deployment (it is {state}).', next: 'Deploy again.' },
  'rollback-failed': { what: 'Not every node could be put back.', next: 'Look at the hosts named below.' },
  unfinished: { what: 'A deployment is not finished.', next: 'Run "hotpair finish".' },
  'nothing-to-undo': {
    what: 'There is no confirmed deployment of {pair} to undo. {reason}',
    next: 'Run "hotpair status" to see how the nodes stand.',
  },
  'undo-failed': {
    what: 'The undo did not end well on every node.',
    next: 'Look at the hosts named below; running undo again continues it.',
  },
  'drill-refused': {
    what: 'The drill was not begun: {reason}',
    next: 'A drill begins only on a pair that is healthy; run "hotpair verify".',
  },
  'drill-failed': {
    what: 'The drill could not be carried out on {node}: {reason}',
    next: 'The node heals itself within a minute; then run "hotpair verify".',
  },
  'command-failed': { what: 'A command failed on {node}: {command} ({reason})\n{output}', next: 'Look at its output.' },
  timeout: { what: '{node} did not answer in {seconds} s.', next: 'Check the host and the network, then try again.' },
  cancelled: { what: 'Cancelled.', next: 'Nothing more is to be done.' },
  'export-failed': { what: '{folder} could not be written: {reason}', next: 'Choose another folder.' },
  keychain: { what: 'The keychain did not answer: {reason}', next: 'Unlock it, or set the environment variables.' },
  'engine-lost': {
    what: 'This page lost its connection to Hotpair.',
    next: 'It connects again by itself as soon as Hotpair runs. A deployment that was started goes on without it.',
  },
  bug: { what: 'Hotpair made a mistake: {message}', next: 'Please report it, with the log.' },
}

/** In what state the hosts are now. */
export const hostsEn: Readonly<Record<Failure['hosts'], string>> = {
  unchanged: 'Nothing was changed on the hosts.',
  'as-before': 'The hosts are as they were before.',
  changed: 'The hosts were changed as planned.',
  look: 'A host needs a look: {look}',
}
