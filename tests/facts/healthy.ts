import { nodeFacts, type FileFact, type NodeFacts, type PairFacts } from '../../electron/domain/node-facts'
import { pairSchema, type Pair, type PairInput } from '../../electron/domain/pair'
import { readablePaths } from '../../electron/domain/paths'

/** A pair and facts of nodes in which preflight finds nothing to say. */

export const pairOf = (more: Partial<PairInput> = {}): Pair =>
  pairSchema.parse({
    name: 'web',
    nodes: [
      { name: 'nginx1', address: '198.51.100.11', interface: 'ens33' },
      { name: 'nginx2', address: '198.51.100.12', interface: 'ens33' },
    ],
    vips: ['198.51.100.199/24'],
    ...more,
    vrrp: { routerId: 66, ...more.vrrp },
  })

const absent: FileFact = { kind: 'absent', mode: '', owner: '', group: '', sha256: '', content: null, target: '' }
export const fileOf = (content: string): FileFact => ({ ...absent, kind: 'file', mode: '0644', owner: 'root', group: 'root', sha256: 'f'.repeat(64), content })

/** Facts of `nginx1` or `nginx2` after installation, before any deployment. */
export function factsOf(number: 1 | 2): NodeFacts {
  const version = (text: string) => ({ installed: text, candidate: text })
  return nodeFacts.parse({
    os: {
      id: 'debian',
      versionId: '12',
      prettyName: 'Debian GNU/Linux 12 (bookworm)',
      family: 'debian',
      kernel: '6.1.0-21-amd64',
      architecture: 'x86_64',
      virtualisation: 'none',
      cloud: null,
      systemd: '252',
      machineId: String(number).repeat(32),
      bootId: `boot-${String(number)}`,
      hostname: `nginx${String(number)}`,
    },
    interfaces: [
      {
        name: 'lo',
        mac: '00:00:00:00:00:00',
        up: true,
        carrier: true,
        loopback: true,
        addresses: [{ address: '127.0.0.1', prefix: 8, family: 'inet', dynamic: false, secondary: false }],
        manager: 'unknown',
      },
      {
        name: 'ens33',
        mac: `02:68:70:00:00:0${String(number)}`,
        up: true,
        carrier: true,
        loopback: false,
        addresses: [{ address: `198.51.100.1${String(number)}`, prefix: 24, family: 'inet', dynamic: false, secondary: false }],
        manager: 'ifupdown',
      },
    ],
    sshInterface: 'ens33',
    packageManager: 'apt',
    packageListsAge: 3600,
    packages: { nginx: version('1.22.1-9'), keepalived: version('2.2.7-1+b2'), curl: version('7.88.1-10') },
    nginx: {
      version: '1.22.1',
      unit: { active: 'active', enabled: 'enabled' },
      sites: [{ path: '/etc/nginx/sites-enabled/default', listens: ['80 default_server'], defaultServer: true }],
      defaultSite: 'stock',
      includesConfD: true,
    },
    keepalived: { version: '2.2.7', unit: { active: 'inactive', enabled: 'enabled' }, routerIds: [] },
    listening: [
      { address: '0.0.0.0', port: 22, process: 'sshd' },
      { address: '0.0.0.0', port: 80, process: 'nginx' },
    ],
    firewall: {
      firewalld: {
        version: '1.3.3',
        backend: 'nftables',
        zones: { ens33: 'public' },
        rules: { public: { services: ['ssh'], ports: [], richRules: [], protocols: [], target: 'default' } },
        permanent: { public: { services: ['ssh'], ports: [], richRules: [], protocols: [], target: 'default' } },
      },
      ufwActive: false,
      nftTables: [],
      iptables: false,
    },
    selinux: 'disabled',
    clockOffset: 0,
    clockError: 50,
    free: { '/': 9e9, '/etc': 9e9, '/var': 9e9, '/usr': 9e9 },
    files: Object.fromEntries(readablePaths.map((path) => [path, absent])),
    vrrpAuth: null,
    lan: { vips: { '198.51.100.199': { state: 'free', mac: '' } }, vrids: [] },
    hotpair: { open: null, last: null },
  })
}

type Change = (facts: NodeFacts) => void

/** Facts of the pair; `first` and `second` change the nodes' before they are looked at. */
export function pairFacts(first: Change = () => undefined, second: Change = () => undefined): PairFacts {
  const [one, two] = [factsOf(1), factsOf(2)]
  first(one)
  second(two)
  return { nginx1: nodeFacts.parse(one), nginx2: nodeFacts.parse(two) }
}

/** Of what the RHEL family's package brings, as much as tells it from others. */
export const sampleConfiguration = `! Configuration File for keepalived

global_defs {
   notification_email {
     acassen@firewall.loc
     failover@firewall.loc
   }
   notification_email_from Alexandre.Cassen@firewall.loc
   smtp_server 192.168.200.1
   router_id LVS_DEVEL
}

vrrp_instance VI_1 {
    state MASTER
    interface eth0
    virtual_router_id 51
    authentication {
        auth_type PASS
        auth_pass 1111
    }
    virtual_ipaddress {
        192.168.200.16
        192.168.200.17
    }
}
`
