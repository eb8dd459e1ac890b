import type { Argv } from '../../domain/step'

/** A package manager: how it is asked, and how it installs. */
export interface PackageManager {
  /** Exit status 0: all of them are there, or others that bring their programs. */
  readonly installed: (packages: readonly string[]) => Argv
  /** Installs those that are missing; upgrades nothing, asks nothing. */
  readonly install: (packages: readonly string[]) => Argv
}
