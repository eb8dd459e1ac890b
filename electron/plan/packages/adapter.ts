import type { NodeFacts } from '../../domain/node-facts'
import { host, type Argv, type Draft } from '../../domain/step'
import { apt } from './apt'
import { dnf, yum } from './rpm'

/** A package manager: how it is asked, and how it installs. */
export interface PackageManager {
  /** Exit status 0: all of them are there, or others that bring their programs. */
  readonly installed: (packages: readonly string[]) => Argv
  /** Installs those that are missing; upgrades nothing, asks nothing. */
  readonly install: (packages: readonly string[]) => Argv
}

const managers: Readonly<Record<NonNullable<NodeFacts['packageManager']>, PackageManager>> = { apt, dnf, yum }

/**
 * Installs what is missing. A service that comes with it is masked meanwhile, or it starts (or stays enabled and starts at the next boot)
 * on half a configuration. Packages stay when it is taken back.
 */
export function packageSteps(manager: keyof typeof managers, wanted: readonly string[], missing: readonly string[], services: readonly string[]): Draft[] {
  const { installed, install } = managers[manager]
  const stage = 'prepare'
  const each = (draft: (unit: string, service: string) => Pick<Draft, 'code' | 'act' | 'unless' | 'back'>): Draft[] =>
    services.map((unit) => ({ stage, subjects: [unit], needed: missing.includes(unit), ...draft(unit, `${unit}.service`) }))
  const wasThere = (unit: string): Argv => ['sh', 'steps/unit.sh', 'was-there', unit]
  return [
    ...each((unit, service) => ({
      code: 'mask-unit',
      unless: installed([unit]),
      act: host('systemctl', 'mask', '--runtime', service),
      back: { argv: ['systemctl', 'unmask', '--runtime', service], when: 'always' },
    })),
    {
      stage,
      code: 'install-packages',
      subjects: missing.length > 0 ? [...missing] : [...wanted],
      needed: missing.length > 0,
      unless: installed(wanted),
      act: host(...install(wanted)),
    },
    ...each((unit, service) => ({
      code: 'unmask-unit',
      unless: wasThere(unit),
      act: host('systemctl', 'unmask', '--runtime', service),
    })),
    // also where it says disabled: the packages of Debian leave links in /etc/rc?.d that say otherwise
    ...each((unit, service) => ({ code: 'disable-unit', unless: wasThere(unit), act: host('systemctl', 'disable', service) })),
  ]
}
