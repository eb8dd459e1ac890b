import type { FileFact, NodeFacts } from '../domain/node-facts'
import { paths } from '../domain/paths'
import type { NodeTarget, Step } from '../domain/plan'
import { sha256 } from './bundle'
import { missingRules } from './firewall'

/** What the VRRP password on a node should be: its salted digest, or 'keep' what is there (equal on all nodes). */
export type WantedAuth = { readonly digest: string } | 'keep'

function fileSteps(target: NodeTarget, facts: NodeFacts): Step[] {
  const steps: Step[] = []
  for (const file of target.files) {
    const now = facts.files[file.path]
    const before = contentOf(now)
    const alike = now?.kind === 'file' && now.sha256 === sha256(file.content)
    const attributes = alike && (now.mode !== file.mode || now.owner !== file.owner || now.group !== file.group)
    if (!alike || attributes) steps.push({ kind: 'write', path: file.path, before, after: file.content, attributes })
  }
  for (const path of target.absent) {
    const now = facts.files[path]
    // what the package brings with it is removed, too
    const comes = path === paths.debianDefaultSite && facts.packages.nginx.installed === null
    if (path === paths.vrrpAuth ? facts.vrrpAuth !== null : comes || (now !== undefined && now.kind !== 'absent'))
      steps.push({ kind: 'remove', path, before: contentOf(now) })
  }
  return steps
}

const contentOf = (fact: FileFact | undefined): string | null => (fact === undefined || fact.kind === 'absent' ? null : fact.content)

/** The differences between a node and its target, in the order in which they are done. Nothing to do: an empty list. */
export function stepsOf(target: NodeTarget, facts: NodeFacts, auth: WantedAuth): Step[] {
  const missing = target.packages.filter((name) => facts.packages[name as keyof typeof facts.packages].installed === null)
  const files = fileSteps(target, facts)
  const password = target.vrrpAuth && (auth === 'keep' ? facts.vrrpAuth === null : facts.vrrpAuth?.digest !== auth.digest)
  const touches = (folder: string) => files.some((step) => 'path' in step && step.path.startsWith(folder))
  const reload = {
    nginx: touches('/etc/nginx/'),
    keepalived: touches('/etc/keepalived/') || touches('/usr/libexec/keepalived/') || password,
  }
  const units = (['nginx', 'keepalived'] as const).flatMap((unit): Step[] => {
    const now = facts[unit].unit
    const enable: Step[] = now.enabled === 'enabled' ? [] : [{ kind: 'enable', unit }]
    if (now.active !== 'active' && now.active !== 'reloading') return [...enable, { kind: 'start', unit }]
    return reload[unit] ? [...enable, { kind: 'reload', unit }] : enable
  })
  const firewallRunning = facts.firewall.firewalld !== null
  return [
    ...(missing.length > 0 ? [{ kind: 'install', packages: missing } as const] : []),
    ...files,
    ...(password ? [{ kind: 'vrrp-password', path: paths.vrrpAuth } as const] : []),
    ...missingRules(target.firewall.rules, facts).map((rule) => ({ kind: 'firewall', rule }) as const),
    ...(firewallRunning ? target.firewall.disable.map((unit) => ({ kind: 'disable-firewall', unit }) as const) : []),
    ...units,
  ]
}
