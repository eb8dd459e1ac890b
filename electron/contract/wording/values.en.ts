import type { Aspect, Condition } from '../../domain/difference'
import type { FailureOf, ValuesOf } from '../../domain/failure'
import type { FindingValues } from '../../domain/finding'

/** Words for values that are codes of ours, and how several are joined. */
export const valuesEn = {
  thePair: 'the pair',
  list: ', ',
  clauses: '; ',
  /** Who or what is not known. */
  unknown: 'unknown',
  none: 'none',
  method: { password: 'password', key: 'key', agent: 'SSH agent' } satisfies Record<ValuesOf<'auth-refused'>['method'], string>,
  task: {
    'pair.deploy': 'a deployment',
    'pair.undo': 'an undo',
    'pair.drill': 'a drill',
    'pair.verify': 'a verification',
    'pair.unit': 'a start, stop or restart of a service',
  } satisfies Record<FailureOf<'busy'>['values']['task'], string>,
  what: { 'no-link': 'has no link', off: 'is switched off' } satisfies Record<FindingValues<'interface-down'>['what'], string>,
  /** A check that failed. */
  check: '{what}, asked from {from}: {reason}',
  operator: 'this machine',
}

/** What of a node a plan depends on. */
export const aspectsEn: Readonly<Record<Aspect, string>> = {
  system: 'operating system',
  machine: 'machine',
  hostname: 'hostname',
  interface: 'interface {subject}',
  'ssh-interface': 'interface that SSH came in by',
  'package-manager': 'package manager',
  version: 'version of {subject}',
  unit: 'unit {subject}',
  sites: 'sites of nginx',
  'default-site': 'Debian’s default site',
  'conf-d': 'include of conf.d in nginx.conf',
  ports: 'ports in use',
  firewalld: 'firewalld',
  zones: 'zones of firewalld',
  rules: 'rules of firewalld',
  'permanent-rules': 'permanent rules of firewalld',
  ufw: 'ufw',
  nftables: 'tables of nftables',
  iptables: 'rules of iptables',
  selinux: 'SELinux',
  file: 'file {subject}',
}

export const conditionsOfAspectsEn: Readonly<Record<Condition, string>> = {
  none: 'none',
  unknown: 'unknown',
  absent: 'absent',
  masked: 'masked',
  'not-masked': 'not masked',
  stock: 'as shipped or absent',
  changed: 'changed by you',
  yes: 'yes',
  no: 'no',
  active: 'active',
  'not-active': 'not active',
  some: 'there are some',
}

export const changesEn = {
  told: '{aspect}: {from} → {to}',
  new: '{aspect} is new',
  gone: '{aspect} is gone',
  changed: '{aspect} has changed',
}
