import type { Pair } from '../../../electron/domain/pair'
import type { NodePlan, Plan, Step } from '../../../electron/domain/plan'

/** Pure: what will be done, in the order in which it is done, with the commands that hotpair.sh runs for it. */

export type ActionKind = Step['kind'] | 'attributes' | 'upload' | 'backup' | 'validate' | 'daemon-reload' | 'health'
export interface Action {
  readonly kind: ActionKind
  /** What it is about: a path, packages, a unit, a rule. */
  readonly subject: string
  readonly commands: readonly string[]
}

export interface NodeActions {
  readonly node: string
  readonly prepare: readonly Action[]
  readonly commit: readonly Action[]
}

const folder = '/var/lib/hotpair/deployments/…'
const installers: Record<NodePlan['target']['packageManager'], string> = {
  apt: 'apt-get -q -y --no-install-recommends --no-upgrade install',
  dnf: 'dnf -q -y --setopt=install_weak_deps=False install',
  yum: 'yum -q -y install',
}
const services = ['nginx', 'keepalived']

export function actionsOf({ node, target, steps }: NodePlan): NodeActions {
  const prepare = steps.flatMap((step) => (step.kind === 'install' ? [install(step.packages, installers[target.packageManager])] : []))
  const commit = steps.flatMap((step): Action[] => {
    const action = changeOf(step)
    return action === null ? [] : [action]
  })
  const isFile = (action: Action): boolean => ['write', 'attributes', 'remove', 'vrrp-password'].includes(action.kind)
  const isUnit = (action: Action): boolean => ['enable', 'start', 'reload'].includes(action.kind)
  const drop = commit.some((action) => isFile(action) && action.subject.startsWith('/etc/systemd/'))
  const changes = commit.filter((action) => !isUnit(action))
  const units = (unit: string): Action[] => commit.filter((action) => isUnit(action) && action.subject === unit)
  return {
    node,
    prepare: [
      { kind: 'upload', subject: '', commands: ['sh hotpair.sh prepare'] },
      ...prepare,
      { kind: 'backup', subject: '', commands: [`cp -a … ${folder}/backup/`] },
      {
        kind: 'validate',
        subject: '',
        commands: ['nginx -t', 'keepalived -t -f /etc/keepalived/keepalived.conf', '/usr/libexec/keepalived/hotpair-check'],
      },
    ],
    commit: [
      ...changes,
      ...(drop ? [{ kind: 'daemon-reload', subject: '', commands: ['systemctl daemon-reload'] } as const] : []),
      ...units('nginx'),
      { kind: 'health', subject: '', commands: ['/usr/libexec/keepalived/hotpair-check'] },
      ...units('keepalived'),
    ],
  }
}

function install(packages: readonly string[], installer: string): Action {
  const masked = services.filter((unit) => packages.includes(unit)).map((unit) => `${unit}.service`)
  const own = `${installer} ${packages.join(' ')}`
  // Masked meanwhile, or they would start on half a configuration.
  const commands =
    masked.length === 0 ? [own] : [`systemctl mask --runtime ${masked.join(' ')}`, own, `systemctl unmask --runtime ${masked.join(' ')}`]
  return { kind: 'install', subject: packages.join(', '), commands }
}

function changeOf(step: Step): Action | null {
  switch (step.kind) {
    case 'install':
      return null
    case 'write':
      return {
        kind: step.attributes ? 'attributes' : 'write',
        subject: step.path,
        commands: [`mv -fT ${step.path}.hotpair-new ${step.path}`],
      }
    case 'remove':
      return { kind: 'remove', subject: step.path, commands: [`rm -f ${step.path}`] }
    case 'vrrp-password':
      return { kind: 'vrrp-password', subject: step.path, commands: [`mv -fT ${step.path}.hotpair-new ${step.path}`] }
    case 'firewall': {
      const rule = `--zone=${step.rule.zone} --add-${step.rule.kind}=${shown(step.rule.value)}`
      return { kind: 'firewall', subject: step.rule.value, commands: [`firewall-cmd --permanent ${rule}`, `firewall-cmd ${rule}`] }
    }
    case 'disable-firewall':
      return { kind: 'disable-firewall', subject: step.unit, commands: [`systemctl disable --now ${step.unit}.service`] }
    case 'enable':
    case 'start':
    case 'reload':
      return { kind: step.kind, subject: step.unit, commands: [`systemctl ${step.kind} ${step.unit}.service`] }
    default:
      return step satisfies never
  }
}

/** As one types it in a shell. */
const shown = (value: string): string => (/^[\w./:=-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`)

/**
 * In which order nodes take the change into service. fresh: nobody holds the VIP yet, so the preferred node comes first and alone.
 * live: the standbys come first, the holder last.
 */
export function orderOf(
  plan: Plan,
  pair: Pair,
  holders: readonly string[],
): { readonly order: 'fresh' | 'live'; readonly nodes: readonly string[] } {
  const names = [...pair.nodes].sort((a, b) => b.priority - a.priority).map((node) => node.name)
  const starts = (node: NodePlan): boolean => node.steps.some((step) => step.kind === 'start' && step.unit === 'keepalived')
  if (holders.length === 0 && plan.nodes.every(starts)) return { order: 'fresh', nodes: names }
  return { order: 'live', nodes: [...names.filter((name) => !holders.includes(name)), ...names.filter((name) => holders.includes(name))] }
}

export interface Summary {
  readonly packages: number
  readonly writes: number
  readonly removes: number
  readonly rules: number
  readonly services: number
  readonly nodes: number
}

/** What will be done to how many nodes. */
export function summaryOf(plan: Plan): Summary {
  const steps = plan.nodes.flatMap((node) => node.steps)
  const count = (...kinds: Step['kind'][]): number => steps.filter((step) => kinds.includes(step.kind)).length
  return {
    packages: steps.reduce((sum, step) => sum + (step.kind === 'install' ? step.packages.length : 0), 0),
    writes: count('write', 'vrrp-password'),
    removes: count('remove'),
    rules: count('firewall', 'disable-firewall'),
    services: count('start', 'reload'),
    nodes: plan.nodes.filter((node) => node.steps.length > 0).length,
  }
}

export const isEmpty = (plan: Plan): boolean => plan.nodes.every((node) => node.steps.length === 0)
