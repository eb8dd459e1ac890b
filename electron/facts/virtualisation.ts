import { sh } from '../remote/sh'
import { match, type Fact } from './fact'

/** What the host runs in: none, kvm, vmware, systemd-nspawn …; "unknown" where there is no systemd-detect-virt to ask. */
export const virtualisation: Fact<string> = {
  command: sh`command -v systemd-detect-virt >/dev/null || { echo unknown; exit 0; }; systemd-detect-virt`,
  // "none" comes with exit status 1.
  parse: (stdout, status) => match(status === 0 || status === 1 ? stdout : '', /^([a-z0-9-]+)$/, 'one word')[0] ?? '',
}

/** A container sees its machine's DMI, but has a network of its own. */
export const isContainer = (kind: string): boolean =>
  ['systemd-nspawn', 'lxc', 'lxc-libvirt', 'docker', 'podman', 'openvz', 'rkt', 'wsl', 'proot', 'container-other'].includes(kind)
