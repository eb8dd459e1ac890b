import type { ShownFacts, UnitFact } from '../../../electron/domain/node-facts'
import { unitWords } from '../../app/unit-words'
import { enumeration, t, list, number, type PlainKey } from '../../i18n/i18n.svelte'

/** One fact of one node, in words. */
export interface Cell {
  readonly text: string
  /** The expert's half of it. */
  readonly more?: string
  readonly tone?: 'warn'
}
export interface Row {
  readonly label: PlainKey
  readonly cells: readonly Cell[]
}

/** Facts side by side: one row each, a cell for each node in order. */
export const rows = (facts: readonly ShownFacts[]): Row[] =>
  (
    [
      ['detect.system', system],
      ['detect.nginx', nginx],
      ['detect.keepalived', keepalived],
      ['detect.port80', port80],
      ['detect.firewall', firewall],
      ['detect.packages', packages],
      ['detect.clock', clock],
    ] as const satisfies readonly (readonly [PlainKey, (facts: ShownFacts) => Cell])[]
  ).map(([label, cell]) => ({ label, cells: facts.map(cell) }))

function system({ os, selinux }: ShownFacts): Cell {
  const kind = os.cloud ?? (os.virtualisation === 'none' ? t('detect.physical') : os.virtualisation)
  const more = [os.architecture, kind, os.systemd === null ? t('detect.noSystemd') : `systemd ${os.systemd}`]
  return { text: os.prettyName, more: [...more, ...(selinux === 'disabled' ? [] : [t(selinuxWords[selinux])])].join(' · ') }
}

const selinuxWords = { enforcing: 'detect.selinuxEnforcing', permissive: 'detect.selinuxPermissive' } as const

/** Whether a unit starts at boot, by its UnitFileState (systemctl(1), is-enabled); others are rare and shown as systemd says them. */
const bootWords: Readonly<Record<string, PlainKey>> = {
  enabled: 'detect.bootEnabled',
  'enabled-runtime': 'detect.bootRuntime',
  disabled: 'detect.bootDisabled',
  masked: 'detect.bootMasked',
  'masked-runtime': 'detect.bootMasked',
  static: 'detect.bootStatic',
  indirect: 'detect.bootStatic',
}

/** Nothing of a unit that is not there. */
function unit({ active, enabled }: UnitFact): string[] {
  if (enabled === '') return []
  const boot = bootWords[enabled]
  return [t(unitWords[active]), boot === undefined ? t('detect.bootOther', { state: enabled }) : t(boot)]
}

function nginx(facts: ShownFacts): Cell {
  const { installed, candidate } = facts.packages.nginx
  const version = facts.nginx.version ?? installed
  if (version === null) return willInstall(candidate)
  const sites = facts.nginx.sites.length
  return { text: version, more: [...unit(facts.nginx.unit), ...(sites > 0 ? [t('detect.sites', { count: sites })] : [])].join(' · ') }
}

function keepalived(facts: ShownFacts): Cell {
  const version = facts.keepalived.version ?? facts.packages.keepalived.installed
  if (version === null) return willInstall(facts.packages.keepalived.candidate)
  const ids = facts.keepalived.routerIds
  return { text: version, more: [...unit(facts.keepalived.unit), ...(ids.length > 0 ? [`VRID ${list(ids.map(String))}`] : [])].join(' · ') }
}

const willInstall = (candidate: string | null): Cell =>
  candidate === null
    ? { text: t('detect.notOffered'), tone: 'warn' }
    : { text: t('detect.notInstalled'), more: t('detect.offered', { version: candidate }) }

function port80({ listening }: ShownFacts): Cell {
  const who = [...new Set(listening.filter(({ port }) => port === 80).map(({ process }) => process || '?'))]
  return { text: who.length === 0 ? t('detect.free') : t('detect.takenBy', { who: list(who) }) }
}

function firewall({ firewall: { firewalld, ufwActive, nftTables, iptables } }: ShownFacts): Cell {
  const active = [
    ...(firewalld === null ? [] : [`firewalld ${firewalld.version}`]),
    ...(ufwActive ? ['ufw'] : []),
    ...(nftTables.length > 0 ? [t('detect.nftables', { tables: enumeration(nftTables) })] : []),
    ...(iptables ? ['iptables'] : []),
  ]
  return active.length === 0 ? { text: t('detect.noFirewall') } : { text: list(active) }
}

function packages({ packageManager, packageListsAge }: ShownFacts): Cell {
  if (packageManager === null) return { text: t('detect.noPackageManager'), tone: 'warn' }
  const days = packageListsAge === null ? null : Math.floor(packageListsAge / 86_400)
  return {
    text: packageManager,
    more: days === null ? t('detect.listsUnknown') : days === 0 ? t('detect.listsToday') : t('detect.listsAge', { count: days }),
  }
}

function clock({ clockOffset, clockError }: ShownFacts): Cell {
  const seconds = Math.abs(clockOffset) <= clockError + 1000 ? 0 : Math.round(Math.abs(clockOffset) / 1000)
  return seconds === 0 ? { text: t('detect.clockSame') } : { text: t('detect.clockOff', { seconds: number(seconds) }), tone: 'warn' }
}
