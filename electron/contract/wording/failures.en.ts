import type { Failure } from '../../domain/failure'
import { failureCatalogue } from './catalogue'
import { refusalsEn } from './checks.en'
import { filesEn } from './files.en'
import { unitRefusalsEn } from './units.en'

/** What happened, and what to do next. `{node}` is always there; the other values belong to the kind, or to one of its reasons. */
export const failuresEn = failureCatalogue({
  'pair-invalid': {
    what: 'The pair file {file} is not valid:\n{issues}',
    next: 'Correct the fields named above; "hotpair schema" prints what is allowed.',
  },
  'pair-unreadable': {
    what: 'The pair file {file} could not be read: {reason}',
    next: 'Check the path and the file; "hotpair init" writes a commented one.',
    reasons: {
      ...filesEn,
      'too-large': 'it is larger than a pair can need (256 KiB, 8,000 words, 30 levels); take out what is no setting of a pair',
      syntax: 'it is neither YAML nor JSON: {detail} (line {line})',
      aliases: 'it repeats itself too often (YAML aliases)',
      version: 'it is of version {version}, this program knows up to {latest}; use a newer Hotpair',
      name: 'that is not the name of a pair',
    },
  },
  'secret-missing': {
    what: '{reason}',
    next: 'Set the environment variable {variable}, store it in the keychain, or run in a terminal to be asked.',
    reasons: {
      password: 'The password of {node} is needed and was not given.',
      sudo: 'The sudo password of {node} is needed and was not given.',
      'vrrp-unusable': 'keepalived cannot use this VRRP password: give 1 to 8 of A-Z a-z 0-9 _ . + = -',
      'no-keychain': 'The VRRP password is needed and was not given; there is no keychain to keep a generated one.',
    },
  },
  'secret-elsewhere': {
    what: 'The credentials kept for {pair} are not for {user} on {host}, port {port}. They were not used.',
    next: 'Enter the credentials of {node}.',
  },
  'key-unreadable': {
    what: 'The private key {file} of {node} could not be read: {reason}',
    next: 'Check keyFile in the pair file and the permissions of the file.',
    reasons: { ...filesEn, 'too-large': 'it is too large for a key' },
  },
  'key-passphrase': {
    what: 'The private key {file} of {node} could not be opened: {reason}.',
    next: 'Give the right passphrase, or load the key into your agent and use auth: agent.',
    reasons: { missing: 'it has a passphrase, and none was given', wrong: 'the passphrase is not the right one' },
  },
  'key-unsupported': {
    what: 'The private key {file} of {node} has a format that cannot be used: {reason}',
    next: 'Convert it with "ssh-keygen -p -f {file}", or use auth: agent.',
    reasons: {
      chacha20: 'it is encrypted with chacha20-poly1305, which cannot be read here',
      'public-key': 'it is the public key; the private one is the file without .pub',
      pkcs8: 'it is an encrypted PKCS#8 key',
      'security-key': 'it belongs to a security key, which only an agent can use',
      damaged: 'the file is damaged',
      format: 'its format is not known',
    },
  },
  usage: {
    what: '{reason}',
    next: 'Run "hotpair --help".',
    reasons: {
      'not-a-plan': '{given} is not the id of a plan; "hotpair plan" shows it.',
      'deploy-without-yes': 'deploy changes hosts; say --yes.',
      'unit-without-yes': 'It was not agreed to; say --yes.',
      'not-one-of': '{given} is none of: {allowed}.',
      'not-days': '{given} is not a number of days from 1 to {most}.',
      'no-such-drill': 'There is no drill {given}; "hotpair drill {file} --list" lists them.',
      'not-within': '{option} wants a whole number from {least} to {most}, not {given}.',
      'which-drill': 'Name one drill or more, or say --seed or --all.',
      'report-format': 'What {given} should become is not known: a report ends in .html, .md or .json.',
      'which-runs': 'Name the two runs to compare.',
      'no-such-run': 'There is no run {given}; "hotpair history {file}" lists them.',
      'runs-differ': 'These two runs have no fault in common.',
      'file-is-there': '{file} is there already; it was not touched.',
      'language-unknown': 'There is no language {given}; there are en and zh-CN.',
      'option-unknown': 'There is no option {given}.',
      'option-without-value': 'The option {given} needs a value.',
      'option-missing': 'The option {given} is needed.',
      'argument-missing': '{given} is not given.',
      'argument-too-many': 'There are more arguments than the command takes.',
      'command-unknown': 'There is no command {given}.',
    },
  },
  'name-not-found': {
    what: 'The name {host} of {node} is not known: {reason}.',
    next: 'Check the address in the pair file and your DNS.',
    reasons: {
      ENOTFOUND: 'DNS has no such name',
      EAI_AGAIN: 'DNS cannot be reached',
      'no-answer': 'DNS did not answer',
      other: '{detail}',
    },
  },
  unreachable: {
    what: '{node} ({host}) cannot be reached: {reason}',
    next: 'Check that the host is on and that a route leads there.',
    reasons: {
      'no-answer': 'no answer',
      EHOSTUNREACH: 'there is no such host on its network',
      ENETUNREACH: 'no route leads there',
      EHOSTDOWN: 'it does not answer on its network',
      EACCES: 'this machine does not allow the connection',
      other: '{detail}',
    },
  },
  'port-refused': {
    what: '{node} ({host}) refuses connections on port {port}.',
    next: 'Check that sshd runs there, and the port in the pair file.',
  },
  'not-ssh': {
    what: 'What answers at {host} port {port} is not SSH ({reason}).',
    next: 'Check the address and port of {node}.',
    reasons: {
      closed: 'it closed the connection at once',
      reset: 'it reset the connection',
      'other-protocol': 'it speaks another protocol',
    },
  },
  'no-common-algorithm': {
    what: '{node} and Hotpair have no algorithm in common: {reason}.',
    next: 'Allow a current algorithm in sshd_config of the host.',
    reasons: {
      'key-exchange': 'key exchange (KexAlgorithms)',
      'host-key': 'host key (HostKeyAlgorithms)',
      cipher: 'cipher (Ciphers)',
      mac: 'MAC (MACs)',
      compression: 'compression (Compression)',
      other: '{detail}',
    },
  },
  'auth-refused': {
    what: '{node} refused {user} ({method}): {reason}.',
    next: 'Check user and credentials; the server allows: {allowed}.',
    reasons: { refused: 'it does not accept the credentials', 'password-expired': 'the password has expired' },
  },
  'agent-missing': {
    what: 'No SSH agent could be used for {node}: {reason}',
    next: 'Start one and add your key with "ssh-add", or use auth: key.',
    reasons: {
      'not-running': 'none is running (SSH_AUTH_SOCK is not set)',
      'no-answer': 'it does not answer',
      'no-keys': 'it holds no keys',
      'no-signature': 'it refused to sign',
    },
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
    what: '{file} could not be read or written: {reason}',
    next: 'Correct the file, or name another one with --known-hosts.',
    reasons: {
      ...filesEn,
      'too-large': 'it is larger than 8 MiB',
      'cert-authority': 'its @cert-authority line for this host (line {line}) is not supported',
    },
  },
  'connection-lost': { what: 'The connection to {node} was lost.', next: 'Check the network and the host; then run "hotpair status".' },
  'no-sudo': {
    what: '{user} may not become root on {node}: {reason}.',
    next: 'Give {user} the right in sudoers, or use another user.',
    reasons: {
      'not-allowed': 'sudoers does not allow it',
      requiretty: 'sudoers demands a terminal (requiretty)',
      silent: 'sudo said nothing',
      other: '{detail}',
    },
  },
  'sudo-password': {
    what: 'The sudo password of {user} was refused on {node}: {reason}.',
    next: 'Give the right one (HOTPAIR_SUDO_… or the prompt).',
    reasons: { wrong: 'it is not the right one', required: 'one is required and none was given' },
  },
  'sudo-missing': { what: 'There is no sudo on {node}.', next: 'Log in as root, or install sudo.' },
  'fact-unreadable': {
    what: 'The current state of {node} could not be read ({fact}): {reason}\n{output}',
    next: 'Look at the command on the host; what cannot be read is never guessed.',
    reasons: {
      failed: 'the command ended with status {status}',
      silent: 'the node did not answer this question',
      slow: 'there was no answer within {seconds} s',
      unexpected: 'the answer is not what it must be',
      'no-address': 'no interface with an IPv4 address is known',
    },
  },
  'preflight-refused': { what: 'The hosts are not ready: {findings}', next: 'Do what the findings say, then plan again.' },
  'plan-outdated': {
    what: 'The plan does not hold any more: {reason}',
    next: 'Plan again and look at the new plan.',
    reasons: {
      changed: 'since it was made, {node} has changed: {differences}',
      forgotten: 'plan {plan} is not known here any more',
      'other-settings': 'plan {plan} was made of other settings',
      'other-plan': 'plan {wanted} is now {plan}',
    },
  },
  'shared-change': {
    what: 'On a live pair these settings must change on all nodes at once, which is not supported yet: {settings}.',
    next: 'Undo the deployment first, then deploy the new settings.',
  },
  locked: {
    what: 'Another deployment is open on {node}: {deployment}, by {owner}.',
    next: 'Wait for it, or run "hotpair finish" if nobody is at work on it any more.',
  },
  busy: { what: 'Something else is still being done with this pair: {task}.', next: 'Wait for its end, or cancel it.' },
  'task-unknown': { what: 'What was begun as {task} is not known here any more.', next: 'Look at the state of the pair.' },
  'prepare-failed': {
    what: '{node} refused to be prepared: {fault}\n{output}',
    next: 'Correct what the node says; nothing was in service.',
  },
  'commit-failed': {
    what: '{node} could not take the new configuration into service: {fault}\n{output}',
    next: 'Look at the output, correct it and deploy again.',
  },
  'not-the-holder': {
    what: '{node} did not become the holder of {vips}; {reason}.',
    next: 'Look at what keepalived says on {node} (journalctl -u keepalived) and at the firewall, then deploy again.',
    reasons: { nobody: 'no node alone holds it', somebody: 'it is held by: {holder}' },
  },
  'verify-failed': {
    what: 'The pair did not pass verification: {checks}\n{output}',
    next: 'Look at the check that failed ({command}); then deploy again.',
  },
  'hold-failed': { what: '{node} did not hold the deployment ({state}).', next: 'Deploy again.' },
  'rollback-failed': { what: 'Not every node could be rolled back.', next: 'Look at the hosts named below.' },
  unfinished: { what: 'A deployment is not finished.', next: 'Run "hotpair finish".' },
  'nothing-to-undo': {
    what: 'There is no confirmed deployment of {pair} to undo. {reason}',
    next: 'Run "hotpair status" to see how the nodes stand.',
    reasons: {
      nowhere: 'No node has one.',
      'not-everywhere': '{node} has none.',
      'different-deployments': 'The nodes had different last deployments.',
    },
  },
  'undo-failed': {
    what: 'The undo failed on some nodes.',
    next: 'Look at the hosts named below; running undo again continues it.',
  },
  'drill-refused': {
    what: 'The failover test did not start: {reason}',
    next: 'A failover test starts only on a healthy pair: run "hotpair verify".',
    reasons: refusalsEn,
  },
  'drill-failed': {
    what: 'The failover test could not be carried out on {node}: {reason}\n{output}',
    next: 'The node recovers by itself within a minute. Then run "hotpair verify".',
    reasons: {
      'not-armed': 'the timer that would have healed it could not be set (systemd-run), so nothing was broken',
      'not-healed': 'it could not be healed at once; its own timer tries again within {seconds} s',
    },
  },
  'unit-refused': {
    what: 'Nothing was done to {unit} on {node}. {reason}',
    next: 'Look at the state of the pair, then try again.',
    reasons: unitRefusalsEn,
  },
  'unit-failed': {
    what: '{unit} on {node} did not do what was wanted: {reason} It is now {state}.\n{output}',
    next: 'Look at the log of {unit} on {node}, correct what it says, then try again.',
    reasons: {
      status: '“systemctl {change} {unit}” ended with status {status}.',
      state: 'it was waited for {seconds} s.',
      configuration: '“nginx -t” found a mistake in its configuration, so it was left alone.',
    },
  },
  'command-failed': {
    what: 'A command failed on {node}: {command} ({reason})\n{output}',
    next: 'Look at its output.',
    reasons: {
      status: 'it ended with status {status}',
      'no-shell': 'the account gives no usable shell',
      'output-too-large': 'it printed more than is read',
      'no-channel': 'the server opened no channel',
      'exec-refused': 'the server refused to run it',
      'not-found': 'there is no such program',
      EACCES: 'you may not run it',
      other: '{detail}',
    },
  },
  timeout: { what: '{node} did not answer in {seconds} s.', next: 'Check the host and the network, then try again.' },
  cancelled: { what: 'Cancelled.', next: 'Nothing more is to be done.' },
  'export-failed': {
    what: '{folder} could not be written: {reason}',
    next: 'Choose another folder.',
    reasons: {
      ...filesEn,
      foreign: 'it is there already and holds {found}, which no export of Hotpair has left there; nothing in it was touched',
      link: 'a symbolic link has its name; it was not followed',
      'not-a-folder': 'something that is no folder has its name; it was not touched',
    },
  },
  'store-failed': {
    what: 'Hotpair’s own file {file} could not be written: {reason}',
    next: 'Check the space on the disk and the permissions of the folder, then try again.',
    reasons: filesEn,
  },
  keychain: {
    what: 'The keychain did not answer: {reason}',
    next: 'Unlock it, or set the environment variables.',
    reasons: {
      'no-library': 'the keychain library could not be loaded (on Linux it needs libsecret: package libsecret-1-0, or libsecret)',
      'no-bus': 'there is no D-Bus session, through which the keychain is reached; log in at a desktop, or use dbus-run-session',
      'no-service': 'no keychain service is running (gnome-keyring, KWallet or KeePassXC)',
      'no-collection': 'the keychain has no default collection yet; create one with the keychain program of your desktop',
      locked: 'the keychain is locked; unlock it and start again',
      'no-answer': 'the keychain did not answer within 3 seconds; it may be waiting for its password',
      other: 'the keychain does not work',
    },
  },
  'engine-lost': {
    what: 'This page lost its connection to Hotpair.',
    next: 'It connects again by itself as soon as Hotpair runs. A deployment that was started goes on without it.',
  },
  bug: { what: 'Hotpair made a mistake: {message}', next: 'Please report it, with the log.' },
  earlier: { what: 'It failed; an earlier version recorded: {kind}.', next: 'Look at the state of the pair.' },
})

/** In what state the hosts are now. */
export const hostsEn: Readonly<Record<Failure['hosts'], string>> = {
  unchanged: 'Nothing was changed on the hosts.',
  'as-before': 'The hosts are as they were before.',
  changed: 'The hosts were changed as planned.',
  look: 'Look at this host: {look}',
}
