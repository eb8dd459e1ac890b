import type { NodeFacts } from '../../domain/node-facts'
import { host, type Argv, type Draft } from '../../domain/step'
import type { PackageManager } from './adapter'
import { apt } from './apt'
import { dnf, yum } from './rpm'

const managers: Readonly<Record<NonNullable<NodeFacts['packageManager']>, PackageManager>> = { apt, dnf, yum }

/**
 * Installs what is missing. A service that comes with it is masked meanwhile, or it starts (or stays enabled and starts at the next boot)
 * on half a configuration. Packages stay when it is taken back.
 */
export function packageSteps(
  manager: keyof typeof managers,
  wanted: readonly string[],
  missing: readonly string[],
  services: readonly string[],
): Draft[] {
  const { installed, install } = managers[manager]
  const stage = 'prepare'
  const fresh = services.filter((name) => missing.includes(name))
  // With nothing missing the bundle is for a node that was made anew: there, all of it is.
  const units = fresh.length > 0 ? fresh : [...services]
  const names = units.map((unit) => `${unit}.service`)
  const needed = fresh.length > 0
  const wasThere: Argv = ['sh', 'steps/unit.sh', 'was-there', ...units]
  const unmask: Argv = ['sh', 'steps/unit.sh', 'unmask', ...units]
  return [
    {
      stage,
      code: 'mask-units',
      subjects: units,
      needed,
      unless: wasThere,
      act: host('systemctl', 'mask', '--runtime', ...names),
      back: { argv: unmask, when: 'always' },
    },
    {
      stage,
      code: 'install-packages',
      subjects: missing.length > 0 ? [...missing] : [...wanted],
      needed: missing.length > 0,
      unless: installed(wanted),
      act: host(...install(wanted)),
    },
    { stage, code: 'unmask-units', subjects: units, needed, unless: wasThere, act: host(...unmask) },
    // also where it says disabled: the packages of Debian leave links in /etc/rc?.d that say otherwise
    { stage, code: 'disable-units', subjects: units, needed, unless: wasThere, act: host('systemctl', 'disable', ...names) },
  ]
}
