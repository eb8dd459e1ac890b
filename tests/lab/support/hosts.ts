import { lab } from './lab'

/** What a host is like: every path of its file system and every state that a deployment may change, by name. */
export type Snapshot = ReadonlyMap<string, string>

// Of keepalived's processes the first two: its second one forks for each check.
// Left out: our own history, logs, and what package managers keep for themselves (lists, caches, deb-systemd-helper's notes).
const asideFolders = [
  '/proc',
  '/sys',
  '/dev',
  '/run',
  '/tmp',
  '/var/tmp',
  '/var/log',
  '/var/cache',
  '/var/lib/hotpair',
  '/var/lib/apt',
  '/var/lib/dpkg',
  '/var/lib/systemd/deb-systemd-helper-enabled',
  '/var/lib/systemd/deb-systemd-user-helper-enabled',
]
// Written by the system itself as time goes by; sudo notes whom it has greeted.
const asideFiles = [
  '/var/lib/systemd/timers',
  '/var/lib/systemd/random-seed',
  '/var/lib/systemd/timesync',
  '/var/lib/sudo',
  '/home/*/.sudo_as_admin_successful',
]

const excluded = [...asideFolders, ...asideFiles].map((path) => `-path '${path}'`).join(' -o ')
/** `hashed`: which files are read to the end; of the others in /usr, which nobody should touch, size and times must do. */
const script = (hashed: 'all' | 'outside /usr'): string => String.raw`
find / -xdev \( ${excluded} \) -prune -o -printf '%p\t%y %m %U:%G %l\n'
${hashed === 'all' ? '' : "find /usr -xdev -type f -printf 'content of %p\\t%s %T@ %C@\\n'"}
find / -xdev \( ${excluded}${hashed === 'all' ? '' : ' -o -path /usr'} \) -prune -o -type f -print0 | xargs -0 sha256sum | awk '{ sum = $1; sub(/^[^ ]+  /, ""); print "content of " $0 "\t" sum }'
for unit in nginx keepalived hotpair-recover firewalld ufw nftables ssh networking; do
  printf 'unit %s\t%s\n' $unit "$(systemctl show $unit.service -p LoadState -p ActiveState -p SubState -p UnitFileState -p FragmentPath -p DropInPaths | tr '\n' ' ')"
done
systemctl list-unit-files --no-legend --no-pager | grep -v '^session-.*\.scope ' | awk '{ print "unit file " $1 "\t" $2 }'
systemctl list-units --all --plain --no-legend --no-pager 'hotpair*' | awk '{ print "unit of ours " $1 "\t" $3 }'
printf 'failed units\t%s\n' "$(systemctl list-units --state=failed --plain --no-legend --no-pager | awk '{ print $1 }' | tr '\n' ' ')"
printf 'nft\t%s\n' "$(nft list ruleset | sed 's/packets [0-9]* bytes [0-9]*//' | tr '\n\t' '  ')"
! command -v iptables-save >/dev/null || printf 'iptables\t%s\n' "$(iptables-save | grep -v '^[#:]' | tr '\n' ' ')"
printf 'addresses\t%s\n' "$(ip -o -4 addr show | sed 's/valid_lft.*//' | awk '{ $1 = ""; print }' | tr '\n' ' ')"
printf 'routes\t%s\n' "$(ip -4 route show table all | tr '\n\t' '  ')"
printf 'processes\t%s\n' "$(ps -eo pid=,ppid=,comm= | awk '{ of[$1] = $2; name[$1] = $3 }
  END { for (p in name) if (name[p] ~ /^(nginx|keepalived|firewalld)$/ && !(name[p] == "keepalived" && name[of[p]] name[of[of[p]]] == "keepalivedkeepalived")) print name[p] }' | sort | tr '\n' ' ')"
printf 'ours in /run and /tmp\t%s\n' "$(find /run /tmp /dev/shm -xdev -name '*hotpair*' | sort | tr '\n' ' ')"
`

/** Comparable with that of another host. */
export const snapshot = (node: string): Promise<Snapshot> => taken(node, script('all'))

/** Comparable with an earlier one of the same host; takes a quarter of the time. */
export const quickSnapshot = (node: string): Promise<Snapshot> => taken(node, script('outside /usr'))

async function taken(node: string, look: string): Promise<Snapshot> {
  const text = await lab('exec', node, 'sh', '-c', look)
  return new Map(
    text
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => {
        const at = line.indexOf('\t')
        if (at < 0) throw new Error(`the snapshot of ${node} has a line that cannot be read: ${line.slice(0, 200)}`)
        return [line.slice(0, at), line.slice(at + 1)] as const
      }),
  )
}

/** Names of what differs, with both values; empty when the snapshots are equal. */
export function differences(one: Snapshot, other: Snapshot): Record<string, readonly [string, string]> {
  return Object.fromEntries(
    [...new Set([...one.keys(), ...other.keys()])]
      .sort()
      .map((name) => [name, [one.get(name) ?? 'absent', other.get(name) ?? 'absent']] as const)
      .filter(([, [before, after]]) => before !== after)
      .map(([name, [before, after]]) => [name, apart(before, after)]),
  )
}

/** Long values from where they differ. */
function apart(one: string, other: string): readonly [string, string] {
  let at = 0
  while (one[at] === other[at]) at++
  const from = Math.max(0, at - 80)
  return [one.slice(from, from + 400), other.slice(from, from + 400)]
}
