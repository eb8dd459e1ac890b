import { firewallFact, type NodeFacts } from '../domain/node-facts'
import { atLeast } from '../domain/version'
import { sh } from '../remote/sh'
import { lines, match, succeeded, Unreadable, type Fact } from './fact'

type Rules = NonNullable<NodeFacts['firewall']['firewalld']>['rules']

export interface Firewalld {
  readonly version: string
  readonly backend: string
  readonly defaultZone: string
  /** Zone of each interface that has one of its own; the others are in the default zone. */
  readonly zones: Readonly<Record<string, string>>
}

/** Asked of systemd: firewall-cmd is a Python program, and takes a second of the processor to say it. */
const absentOrStopped = sh`command -v firewall-cmd >/dev/null || { echo absent; exit 0; }
systemctl is-active --quiet firewalld || { echo not running; exit 0; }`

/** s: where the processor is busy firewall-cmd takes several to start. */
const patience = 30

/** firewalld while it runs, else null. */
export const firewalld: Fact<Firewalld | null> = {
  command: sh`${absentOrStopped}
version=$(firewall-cmd --version) && zone=$(firewall-cmd --get-default-zone) && zones=$(firewall-cmd --get-active-zones) || exit
printf 'running\n%s\n%s\n' "$version" "$zone"
sed -n 's/^FirewallBackend=/backend /p' /etc/firewalld/firewalld.conf
printf '%s\n' "$zones"`,
  seconds: patience,
  parse: (stdout, status) => {
    succeeded(status)
    const [state = '', version = '', defaultZone = '', ...rest] = lines(stdout)
    if (state === 'absent' || /^not running$/i.test(state)) return null
    if (state !== 'running') throw new Unreadable('firewalld that runs or does not run')
    match(version, /^(\d[\w.]*)$/, 'a version')
    const [zone = ''] = match(defaultZone, /^(\S+)$/, 'the default zone')
    // RHEL 7 has no such setting, and iptables.
    const backend = rest.find((line) => line.startsWith('backend '))?.slice(8) ?? (atLeast(version, '0.7') ? 'nftables' : 'iptables')
    const zones: Record<string, string> = {}
    let current = ''
    for (const line of rest.filter((each) => !each.startsWith('backend '))) {
      if (/^\S/.test(line)) current = line.split(' ')[0] ?? ''
      for (const name of /^\s+interfaces:\s*(.*)$/.exec(line)?.[1]?.split(/\s+/) ?? []) if (name !== '') zones[name] = current
    }
    return { version, backend, defaultZone: zone, zones }
  },
}

/** firewalld brings ten, and one for each policy or network that people make. */
const mostZones = 1000

/** What each zone lets in, by firewall-cmd: as it runs, or as it will be after a reload. */
export const zoneRules = (configuration: 'runtime' | 'permanent'): Fact<Rules> => ({
  command: sh`${absentOrStopped}
firewall-cmd ${configuration === 'permanent' ? ['--permanent'] : []} --list-all-zones`,
  seconds: patience,
  bytes: 1_048_576,
  parse: (stdout, status) => {
    succeeded(status)
    if (stdout === 'absent' || /^not running$/i.test(stdout)) return {}
    const zones: Record<string, Rules[string]> = {}
    let current: Rules[string] | undefined
    let count = 0
    for (const line of lines(stdout)) {
      const [, header] = /^([\w/-]+)(?: \(.*\))?$/.exec(line) ?? []
      if (header !== undefined && ++count > mostZones) throw new Unreadable(`at most ${String(mostZones)} zones`)
      if (header !== undefined) zones[header] = current = { services: [], ports: [], richRules: [], protocols: [], target: '' }
      else if (line.trim() === '') continue
      else if (!current) throw new Unreadable('a zone before its settings')
      else if (/^\s+rule /.test(line)) current.richRules.push(line.trim())
      // forward-ports has one a line, too
      else if (line.startsWith('\t')) continue
      else note(current, line)
    }
    return firewallFact.shape.firewalld.unwrap().shape.rules.parse(zones)
  },
})

function note(zone: Rules[string], line: string): void {
  const [name = '', value = ''] = match(line, /^\s+([a-z-]+(?: [a-z-]+)*): ?(.*)$/, 'a setting of a zone')
  const words = value.split(/\s+/).filter((word) => word !== '')
  if (name === 'services') zone.services.push(...words)
  if (name === 'ports') zone.ports.push(...words)
  if (name === 'protocols') zone.protocols?.push(...words)
  if (name === 'target') zone.target = value
}
