import type { FileFact, NodeFacts } from '../domain/node-facts'
import type { Pair } from '../domain/pair'
import { paths } from '../domain/paths'
import type { NodeTarget } from '../domain/plan'
import { host, numbered, pathOf, type Draft, type Step } from '../domain/step'
import { isTold } from '../domain/vrrp-times'
import { sha256 } from './sha256'
import type { FirewallNeeds } from './firewalls/adapter'
import { firewallSteps } from './firewalls/all'
import { packageSteps } from './packages/all'
import { bringUp, helpersDown, noticeUp, remember, rememberHelpers, watchUp } from './units'

/** What the VRRP password on a node should be: its salted digest, or 'keep' what is there (equal on all nodes). */
export type WantedAuth = { readonly digest: string } | 'keep'

/** Folders whose files a running unit must read again. */
const configurationOf = { nginx: ['/etc/nginx/'], keepalived: ['/etc/keepalived/', '/usr/libexec/keepalived/'] } as const

/** These lie over the real ones while the result is validated. */
export const validatedTrees = ['/etc/nginx', '/etc/keepalived', '/usr/libexec/keepalived']

const contentOf = (fact: FileFact | undefined): string | null => (fact === undefined || fact.kind === 'absent' ? null : fact.content)

function fileSteps(target: NodeTarget, facts: NodeFacts): Draft[] {
  const stage = 'commit'
  const writes = target.files.map(({ path, content, mode, owner, group }): Draft => {
    const now = facts.files[path]
    const alike = now?.kind === 'file' && now.sha256 === sha256(content)
    const attributes = alike && (now.mode !== mode || now.owner !== owner || now.group !== group)
    const act = { do: 'write', path, mode, owner, group, sha256: sha256(content), before: contentOf(now) } as const
    return { stage, code: attributes ? 'set-attributes' : 'write-file', subjects: [path], needed: !alike || attributes, act }
  })
  const removes = target.absent.map((path): Draft => {
    const now = facts.files[path]
    // what the package brings with it is removed, too
    const comes = path === paths.debianDefaultSite && facts.packages.nginx.installed === null
    const isThere = path === paths.vrrpAuth ? facts.vrrpAuth !== null : comes || (now !== undefined && now.kind !== 'absent')
    return { stage, code: 'remove-file', subjects: [path], needed: isThere, act: { do: 'remove', path, before: contentOf(now) } }
  })
  return [...writes, ...removes]
}

/** The VRRP password: taken from what was delivered, and put where only root and keepalived read it. */
const takePassword = (needed: boolean): Draft => ({
  stage: 'prepare',
  code: 'take-password',
  subjects: [paths.vrrpAuth],
  needed,
  act: host('sh', 'steps/vrrp-password.sh', 'take', paths.vrrpAuth),
})
const writePassword = (needed: boolean): Draft => ({
  stage: 'commit',
  code: 'write-password',
  subjects: [paths.vrrpAuth],
  needed,
  act: { do: 'write', path: paths.vrrpAuth, mode: '0600', owner: 'root', group: 'root', sha256: null, before: null },
})

/** The node's own programs judge the result, before anything in service changes. */
function validation(target: NodeTarget): Draft[] {
  const stage = 'prepare'
  const sites = target.files.flatMap(({ path }) => (path.startsWith('/etc/nginx/') ? [path] : []))
  const password = target.vrrpAuth ? [paths.vrrpAuth] : []
  return [
    {
      stage,
      code: 'check-nginx',
      subjects: ['nginx'],
      act: { do: 'run', argv: ['sh', 'steps/nginx.sh', 'configuration', ...sites], where: 'new-tree' },
    },
    {
      stage,
      code: 'check-keepalived',
      subjects: ['keepalived'],
      act: {
        do: 'run',
        argv: ['sh', 'steps/keepalived.sh', 'configuration', paths.keepalivedConf, target.interface, target.address, ...password],
        where: 'new-tree',
      },
    },
    {
      stage,
      code: 'try-check-script',
      subjects: [paths.checkScript],
      act: { do: 'run', argv: ['sh', 'steps/try-check-script.sh', paths.checkScript, paths.nginxHealth], where: 'new-tree-alone' },
    },
  ]
}

const systemdReload = (needed: boolean): Draft => ({
  stage: 'commit',
  code: 'reload-systemd',
  subjects: [],
  needed,
  unless: ['sh', 'steps/unit.sh', 'unchanged', '/etc/systemd/'],
  act: host('systemctl', 'daemon-reload'),
})
const nginxAnswers: Draft = {
  stage: 'commit',
  code: 'wait-for-nginx',
  subjects: [paths.checkScript],
  act: host('sh', 'steps/nginx.sh', 'healthy', paths.checkScript),
}
const keepalivedRuns: Draft = {
  stage: 'commit',
  code: 'wait-for-keepalived',
  subjects: ['keepalived'],
  act: host('sh', 'steps/keepalived.sh', 'running'),
}

/** All that makes a node what it must be, in the order in which it is done; needed is what its facts lack. */
export function stepsOf(pair: Pair, target: NodeTarget, needs: FirewallNeeds, facts: NodeFacts, auth: WantedAuth): Step[] {
  const missing = target.packages.filter((name) => facts.packages[name as keyof typeof facts.packages].installed === null)
  const files = fileSteps(target, facts)
  const password = target.vrrpAuth && (auth === 'keep' ? facts.vrrpAuth === null : facts.vrrpAuth?.digest !== auth.digest)
  const secret = (draft: (needed: boolean) => Draft): Draft[] => (target.vrrpAuth ? [draft(password)] : [])
  const firewall = firewallSteps(pair, facts, needs)
  const changed = [...files, ...secret(writePassword)].flatMap((step) => (step.needed === true ? (pathOf(step) ?? []) : []))
  const touches = (folders: readonly string[]) => changed.some((path) => folders.some((folder) => path.startsWith(folder)))
  const up = (unit: 'nginx' | 'keepalived') => bringUp(unit, facts[unit].unit, touches(configurationOf[unit]), configurationOf[unit])
  const told = isTold(pair.vrrp)
  const untold = !told && [paths.noticeUnit, paths.watchUnit].some((path) => (facts.files[path]?.kind ?? 'absent') !== 'absent')
  return numbered([
    // The last ones on the way back, so that files are what they were when units go on.
    ...firewall.units.map((unit) => remember(unit, [])),
    // Taken back last: until keepalived runs with what was before, stopping hotpair-nginx would give the VIP away.
    ...(told || untold ? rememberHelpers() : []),
    remember('keepalived', configurationOf.keepalived),
    remember('nginx', configurationOf.nginx),
    ...packageSteps(target.packageManager, target.packages, missing, ['nginx', 'keepalived']),
    ...secret(takePassword),
    { stage: 'prepare', code: 'keep-files', subjects: [], act: { do: 'keep' } },
    ...validation(target),
    ...files,
    ...secret(writePassword),
    ...firewall.steps,
    systemdReload(touches(['/etc/systemd/'])),
    ...up('nginx'),
    ...(told ? [noticeUp(changed)] : []),
    nginxAnswers,
    ...up('keepalived'),
    ...(told ? watchUp(changed) : []),
    ...(untold ? helpersDown() : []),
    keepalivedRuns,
  ])
}

/** True when VRRP itself changes on a node: then a second holder shows only after a while. */
export const changesVrrp = (steps: readonly Step[]): boolean =>
  steps.some(
    ({ code, subjects, needed }) =>
      needed &&
      (code.startsWith('open-firewall') ||
        code === 'switch-off-firewall' ||
        (['enable-unit', 'start-unit', 'reload-unit'].includes(code) && subjects.includes('keepalived'))),
  )
