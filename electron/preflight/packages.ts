import type { NodeFacts } from '../domain/node-facts'
import { onEach, type Rule } from './rule'

const names = ['nginx', 'keepalived', 'curl'] as const
const missing = (facts: Pick<NodeFacts, 'packages'>) => names.filter((name) => facts.packages[name].installed === null)

/** The command that refreshes the package lists. */
const refresh = { apt: 'apt-get update', dnf: 'dnf makecache', yum: 'yum makecache' } as const

const day = 86_400

const available: Rule = onEach(({ facts }) => {
  const wanted = missing(facts)
  const manager = facts.packageManager
  if (manager === null) return [['error', 'package-manager-missing']]
  if (wanted.length === 0) return []
  const command = refresh[manager]
  // Without lists nobody knows what could be installed; to say that each package is missing would be wrong.
  if (facts.packageListsAge === null && wanted.some((name) => facts.packages[name].candidate === null)) {
    return [['error', 'no-package-lists', { packages: wanted, command }]]
  }
  const days = Math.floor((facts.packageListsAge ?? 0) / day)
  return [
    days > 30 && ['warning', 'stale-package-lists', { days, command, packages: wanted }],
    ...wanted
      .filter((name) => facts.packages[name].candidate === null)
      .map((name) => ['error', `${name}-missing` as const, { command }] as const),
  ]
})

/** An nginx that did not come as a package has no unit, no conf.d and no user that we know. */
const ownNginx: Rule = onEach(({ facts }) => [
  facts.packages.nginx.installed === null &&
    facts.nginx.version !== null && ['error', 'nginx-not-packaged', { version: facts.nginx.version }],
])

const megabyte = 1_000_000

const space: Rule = onEach(({ facts }) => {
  const [path, bytes] = ['/var', '/usr', '/etc']
    .map((each) => [each, facts.free[each] ?? Infinity] as const)
    .sort((a, b) => a[1] - b[1])[0] ?? ['', Infinity]
  const values = { path, megabytes: Math.floor(bytes / megabyte) }
  if (bytes < 50 * megabyte) return [['error', 'no-space', values]]
  return [bytes < 500 * megabyte && ['warning', 'little-space', values]]
})

export const packageRules: readonly Rule[] = [available, ownNginx, space]
