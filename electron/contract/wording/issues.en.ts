import type { PairIssue } from '../../domain/pair-issue'
import { issueCatalogue } from './catalogue'

/** What is wrong with a setting of a pair, in a file or a form. */
export const issuesEn = issueCatalogue({
  name: 'Use 1 to 32 letters, digits and hyphens, with no hyphen first or last.',
  'ssh-address': 'Give a host name or an IP address, such as 198.51.100.11 or web1.example.org.',
  user: 'Give a user name of the host.',
  'key-file': 'Name the private key file, or use auth: agent.',
  sudo: 'A user who is not root needs sudo: password or sudo: nopassword.',
  interface: 'Give an interface name of at most 15 characters, such as ens33.',
  vip: 'Give an IPv4 address, such as 198.51.100.199/24.',
  'vip-v6': 'IPv6 VIPs are not supported yet; give an IPv4 address.',
  'router-id': 'Give a whole number from 1 to 255.',
  'whole-seconds': 'VRRP version 2 knows whole seconds only; use version 3 or a whole number.',
  'paused-and-preempt': 'With preempt: true, a node that was paused takes the VIP back anyway; leave this setting out.',
  upstream: 'Give HOST:PORT, such as 198.51.100.31:8080.',
  'upstream-port': 'The port is from 1 to 65535.',
  'few-nodes': 'A pair has at least two nodes.',
  'no-vip': 'Give at least one VIP.',
  'same-names': 'Two nodes have the same name.',
  'same-addresses': 'Two nodes have the same address and port.',
  'same-priorities': 'Two nodes have the same priority; when they meet again after a cut, clients lose the VIP for seconds.',
  'same-vips': 'A VIP is named twice.',
  missing: 'This setting is missing.',
  'wrong-type': 'This must be {expected}.',
  'one-of': 'This must be one of: {allowed}.',
  'too-small': 'This must be at least {limit}.',
  'too-big': 'This must be at most {limit}.',
  'too-few': 'At least {limit} are needed.',
  'too-many': 'There may be at most {limit}.',
  'too-short': 'This must have at least {limit} characters.',
  'too-long': 'This may have at most {limit} characters.',
  'unknown-setting': 'There is no such setting.',
  url: 'Give an address that begins with http:// or https://.',
  invalid: 'This is not valid.',
})

type Expected = Extract<PairIssue, { code: 'wrong-type' }>['values']['expected']
export const expectedEn: Readonly<Record<Expected, string>> = {
  text: 'a text',
  number: 'a number',
  'whole-number': 'a whole number',
  'yes-or-no': 'true or false',
  list: 'a list',
  group: 'a group of settings',
  value: 'another value',
}

export const issuePlaceEn = { line: '{field}{text} (line {line})', more: '… and {more} more' }
