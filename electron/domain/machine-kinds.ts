/** What a node runs in, as systemd-detect-virt(1) calls it. */

const containers = ['systemd-nspawn', 'lxc', 'lxc-libvirt', 'docker', 'podman', 'openvz', 'rkt', 'wsl', 'proot', 'container-other']

const hypervisors = [
  'kvm',
  'qemu',
  'vmware',
  'microsoft',
  'oracle',
  'xen',
  'bochs',
  'parallels',
  'bhyve',
  'amazon',
  'google',
  'apple',
  'acrn',
  'powervm',
  'zvm',
]

/** A container sees its machine's DMI, but has a network of its own. It is not snapshotted with its memory. */
export const isContainer = (kind: string): boolean => containers.includes(kind)

/** May be paused, snapshotted or moved while it runs. */
export const isVirtualMachine = (kind: string): boolean => hypervisors.includes(kind)

/** Seconds without an advert that a snapshot's pause of 1 to 2 s does not reach (keepalived #542). */
export const survivesPause = 3
