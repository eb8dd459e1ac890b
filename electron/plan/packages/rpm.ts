import type { PackageManager } from './adapter'

const rpm = (program: 'dnf' | 'yum'): PackageManager => ({
  installed: (packages) => ['sh', 'steps/packages-rpm.sh', program, 'installed', ...packages],
  install: (packages) => ['sh', 'steps/packages-rpm.sh', program, 'install', ...packages],
})

/** The RHEL family, openEuler and others: dnf, and yum where it is older. */
export const dnf = rpm('dnf')
export const yum = rpm('yum')
