import type { PackageManager } from './adapter'

/** Debian and its kin. */
export const apt: PackageManager = {
  installed: (packages) => ['sh', 'steps/packages-apt.sh', 'installed', ...packages],
  install: (packages) => ['sh', 'steps/packages-apt.sh', 'install', ...packages],
}
