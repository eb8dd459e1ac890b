import { sh } from '../remote/sh'
import { match, type Fact } from './fact'

/** What the host runs in: none, kvm, vmware, systemd-nspawn …; "unknown" where there is no systemd-detect-virt to ask. */
export const virtualisation: Fact<string> = {
  command: sh`command -v systemd-detect-virt >/dev/null || { echo unknown; exit 0; }; systemd-detect-virt`,
  // "none" comes with exit status 1.
  parse: (stdout, status) => match(status === 0 || status === 1 ? stdout : '', /^([a-z0-9-]+)$/, 'one word')[0] ?? '',
}
