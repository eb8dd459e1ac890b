import { deploymentName } from '../../electron/domain/deployment-name'
import type { InterfaceFact, NodeFacts } from '../../electron/domain/node-facts'
import type { PairInput } from '../../electron/domain/pair'
import { paths } from '../../electron/domain/paths'
import { fileOf, sampleConfiguration } from '../facts/healthy'

type Change = (facts: NodeFacts) => void
export interface Case {
  readonly what: string
  readonly pair?: Partial<PairInput>
  /** Changes node 1, and node 2 with `other`. */
  readonly change?: Change
  readonly other?: Change
  readonly both?: Change
  /** Rules that are expected, "severity rule" or "severity rule node"; nothing else may be found. */
  readonly finds: readonly string[]
}

const nic = (facts: NodeFacts): InterfaceFact => {
  const found = facts.interfaces[1]
  if (!found) throw new Error('the fixture has ens33')
  return found
}
const give = (facts: NodeFacts, address: string, prefix = 24) =>
  nic(facts).addresses.push({ address, prefix, family: 'inet', dynamic: false, secondary: true })
const readdress = (facts: NodeFacts, address: string, prefix: number) => {
  nic(facts).addresses = [{ address, prefix, family: 'inet', dynamic: false, secondary: false }]
}
const withVip =
  (vips: string[]): Change =>
  (facts) =>
    (facts.lan.vips = Object.fromEntries(vips.map((vip) => [vip, { state: 'free', mac: '' }])))
const nodes = (more: object): Partial<PairInput> => ({
  nodes: [
    { name: 'nginx1', address: '198.51.100.11', ...more },
    { name: 'nginx2', address: '198.51.100.12', interface: 'ens33' },
  ],
})
export const vrrp = (more: object): Partial<PairInput> => ({ vrrp: { routerId: 66, ...more } })
const zone = (facts: NodeFacts) => {
  const { firewalld } = facts.firewall
  const rules = firewalld?.rules.public
  if (!firewalld || !rules) throw new Error('the fixture has firewalld')
  return { firewalld, rules }
}
const theirs = 'vrrp_instance VI_1 {\n  virtual_ipaddress {\n    198.51.100.50\n  }\n}\n'
const uninstalled: Change = (facts) => {
  facts.packages.nginx.installed = null
  facts.nginx = { version: null, unit: { active: 'inactive', enabled: '' }, sites: [], defaultSite: 'absent', includesConfD: null }
}

/** What is found when one thing is not as in the healthy pair. */
export const cases: readonly Case[] = [
  { what: 'nothing to say', finds: [] },
  // VIP
  { what: 'VIP /32 in the subnet', pair: { vips: ['198.51.100.199'] }, finds: [] },
  {
    what: 'VIP of another subnet, /32',
    pair: { vips: ['203.0.113.9'] },
    both: withVip(['203.0.113.9']),
    finds: ['warning vip-not-in-subnet nginx1', 'warning vip-not-in-subnet nginx2'],
  },
  {
    what: 'VIP of another subnet, /24',
    pair: { vips: ['203.0.113.9/24'] },
    both: withVip(['203.0.113.9']),
    finds: ['error vip-not-in-subnet nginx1', 'error vip-not-in-subnet nginx2'],
  },
  { what: 'VIP with another prefix', pair: { vips: ['198.51.100.199/16'] }, finds: ['error vip-prefix nginx1', 'error vip-prefix nginx2'] },
  {
    what: 'VIP is the broadcast address',
    pair: { vips: ['198.51.100.255'] },
    both: withVip(['198.51.100.255']),
    finds: ['error vip-reserved'],
  },
  {
    what: 'VIP is multicast',
    pair: { vips: ['224.0.0.18'] },
    both: withVip(['224.0.0.18']),
    finds: ['error vip-reserved', 'warning vip-not-in-subnet nginx1', 'warning vip-not-in-subnet nginx2'],
  },
  {
    what: 'VIP is the address of the pair file',
    pair: { vips: ['198.51.100.12'] },
    change: withVip(['198.51.100.12']),
    other: withVip(['198.51.100.12']),
    finds: ['error no-ipv4-on-interface nginx2', 'error vip-is-node-address nginx2'],
  },
  { what: 'VIP on a node for good', change: (facts) => give(facts, '198.51.100.199'), finds: ['error vip-is-node-address nginx1'] },
  {
    what: 'VIP on a node because its keepalived.conf says so',
    change: (facts) => {
      give(facts, '198.51.100.199', 32)
      facts.lan.vips['198.51.100.199'] = { state: 'own', mac: '' }
      facts.files[paths.keepalivedConf] = fileOf(
        '# Written by Hotpair for pair web, node nginx1.\nvrrp_instance a {\n    virtual_ipaddress {\n        198.51.100.199/24 dev ens33\n',
      )
    },
    other: (facts) => (facts.lan.vips['198.51.100.199'] = { state: 'used', mac: '02:68:70:00:00:01' }),
    finds: [],
  },
  {
    what: 'VIP on a node for good, and only a comment and a peer of keepalived.conf name it',
    change: (facts) => {
      give(facts, '198.51.100.199')
      facts.files[paths.keepalivedConf] = fileOf(
        '# Written by Hotpair for pair web, node nginx1.\n# 198.51.100.199\nvrrp_instance a {\n  unicast_peer { 198.51.100.199 }\n}\n',
      )
    },
    finds: ['error vip-is-node-address nginx1'],
  },
  {
    what: 'VIP in use by a stranger',
    other: (facts) => (facts.lan.vips['198.51.100.199'] = { state: 'used', mac: '02:00:00:00:00:99' }),
    finds: ['error vip-in-use'],
  },
  { what: 'VIP not checked by one', change: (facts) => (facts.lan.vips['198.51.100.199'] = { state: 'not-checked', mac: '' }), finds: [] },
  {
    what: 'VIP not checked by any',
    both: (facts) => (facts.lan.vips['198.51.100.199'] = { state: 'not-checked', mac: '' }),
    finds: ['info vip-unchecked'],
  },
  // interfaces
  { what: 'no such interface', pair: nodes({ interface: 'eth9' }), finds: ['error interface-missing nginx1'] },
  { what: 'behind NAT', pair: nodes({}), change: (facts) => (facts.sshInterface = null), finds: ['error no-interface-guess nginx1'] },
  { what: 'by SSH', pair: nodes({}), finds: [] },
  {
    what: 'loopback',
    pair: nodes({ interface: 'lo' }),
    finds: ['error interface-loopback nginx1', 'error subnets-differ', 'error vip-not-in-subnet nginx1'],
  },
  { what: 'link down', change: (facts) => (nic(facts).carrier = false), finds: ['error interface-down nginx1'] },
  { what: 'switched off', change: (facts) => (nic(facts).up = false), finds: ['error interface-down nginx1'] },
  { what: 'no address', change: (facts) => (nic(facts).addresses = []), finds: ['error no-ipv4-on-interface nginx1'] },
  { what: 'networkd', change: (facts) => (nic(facts).manager = 'networkd'), finds: ['warning networkd-manages nginx1'] },
  {
    what: 'DHCP',
    change: (facts) => nic(facts).addresses.forEach((address) => (address.dynamic = true)),
    finds: ['warning address-dynamic nginx1'],
  },
  {
    what: 'other subnet',
    change: (facts) => readdress(facts, '203.0.113.11', 24),
    finds: ['error subnets-differ', 'error vip-not-in-subnet nginx1'],
  },
  { what: 'same address', change: (facts) => readdress(facts, '198.51.100.12', 24), finds: ['error same-address'] },
  // VRID
  {
    what: 'VRID of a stranger',
    change: (facts) => (facts.lan.vrids = [{ routerId: 66, source: '198.51.100.77' }]),
    finds: ['error vrid-heard'],
  },
  {
    what: 'other VRID, and our own',
    change: (facts) =>
      (facts.lan.vrids = [
        { routerId: 51, source: '198.51.100.77' },
        { routerId: 66, source: '198.51.100.12' },
      ]),
    finds: [],
  },
  { what: 'one node listened', change: (facts) => (facts.lan.vrids = null), finds: [] },
  { what: 'nobody listened', both: (facts) => (facts.lan.vrids = null), finds: ['info vrid-unchecked'] },
  // keepalived
  { what: 'CentOS 7', change: (facts) => (facts.keepalived.version = '1.3.5'), finds: ['error keepalived-too-old nginx1'] },
  {
    what: 'the candidate counts where none is installed',
    change: (facts) => {
      facts.keepalived.version = null
      facts.packages.keepalived = { installed: null, candidate: '2.0.4-1' }
    },
    finds: ['error keepalived-too-old nginx1'],
  },
  {
    what: 'unicast with 2.2.3',
    pair: vrrp({ mode: 'unicast' }),
    change: (facts) => (facts.keepalived.version = '2.2.3'),
    finds: ['error keepalived-too-old-for-unicast nginx1'],
  },
  {
    what: 'more adverts than 2.2.2 can wait for',
    pair: vrrp({ downTimerAdverts: 5 }),
    change: (facts) => (facts.keepalived.version = '2.2.2'),
    finds: ['error keepalived-too-old-for-down-timer nginx1'],
  },
  {
    what: 'as many as it waits for anyway',
    pair: vrrp({ downTimerAdverts: 3 }),
    change: (facts) => (facts.keepalived.version = '2.1.5'),
    finds: [],
  },
  { what: 'more adverts with 2.2.7', pair: vrrp({ advertInterval: 0.01, downTimerAdverts: 5, realTimePriority: 50 }), finds: [] },
  {
    what: 'a paused holder that would yield, of which one node knows nothing',
    pair: vrrp({ timerExpiredBackup: true }),
    change: (facts) => (facts.keepalived.version = '2.3.3'),
    finds: ['warning timer-expired-left-out nginx2'],
  },
  { what: 'unicast with 2.2.7', pair: vrrp({ mode: 'unicast' }), finds: [] },
  {
    what: 'another pair',
    change: (facts) =>
      (facts.files[paths.keepalivedConf] = fileOf('# Written by Hotpair for pair shop, node nginx1. Change it with Hotpair')),
    finds: ['warning other-pair nginx1'],
  },
  {
    what: 'foreign, stopped',
    change: (facts) => (facts.files[paths.keepalivedConf] = fileOf(theirs)),
    finds: ['warning foreign-keepalived nginx1'],
  },
  {
    what: 'foreign, running',
    change: (facts) => {
      facts.files[paths.keepalivedConf] = fileOf(theirs)
      facts.keepalived.unit.active = 'active'
      facts.keepalived.routerIds = [51]
    },
    finds: ['error foreign-keepalived-running nginx1'],
  },
  {
    what: 'the sample of the RHEL family',
    change: (facts) => (facts.files[paths.keepalivedConf] = fileOf(sampleConfiguration)),
    finds: [],
  },
  {
    what: 'somebody who speaks of the sample',
    change: (facts) =>
      (facts.files[paths.keepalivedConf] = fileOf('# acassen@firewall.loc\n# smtp_server 192.168.200.1\n# 192.168.200.16\n')),
    finds: ['warning foreign-keepalived nginx1'],
  },
  ...(['not-text', 'too-long', 'not-understood'] as const).map((unseen) => ({
    what: `a keepalived.conf that is not shown: ${unseen}`,
    change: (facts: NodeFacts) => (facts.files[paths.keepalivedConf] = { ...fileOf(''), content: null, unseen }),
    finds: ['warning foreign-keepalived nginx1', `warning keepalived-${unseen} nginx1`],
  })),
  { what: 'masked', change: (facts) => (facts.nginx.unit.enabled = 'masked'), finds: ['error unit-masked nginx1'] },
  // packages
  { what: 'no package manager', change: (facts) => (facts.packageManager = null), finds: ['error package-manager-missing nginx1'] },
  {
    what: 'no lists',
    change: (facts) => {
      facts.packageListsAge = null
      facts.packages.curl = { installed: null, candidate: null }
    },
    finds: ['error no-package-lists nginx1'],
  },
  { what: 'no lists and nothing to install', change: (facts) => (facts.packageListsAge = null), finds: [] },
  {
    what: 'old lists',
    change: (facts) => {
      facts.packageListsAge = 40 * 86_400
      facts.packages.curl.installed = null
    },
    finds: ['warning stale-package-lists nginx1'],
  },
  { what: 'old lists and nothing to install', change: (facts) => (facts.packageListsAge = 40 * 86_400), finds: [] },
  {
    what: 'no candidates',
    change: (facts) => {
      uninstalled(facts)
      facts.packages = {
        nginx: { installed: null, candidate: null },
        keepalived: { installed: null, candidate: null },
        curl: { installed: null, candidate: null },
      }
      facts.keepalived.version = null
    },
    finds: ['error curl-missing nginx1', 'error keepalived-missing nginx1', 'error nginx-missing nginx1'],
  },
  { what: 'nginx from source', change: (facts) => (facts.packages.nginx.installed = null), finds: ['error nginx-not-packaged nginx1'] },
  { what: 'no space', change: (facts) => (facts.free['/var'] = 4e7), finds: ['error no-space nginx1'] },
  { what: 'little space', change: (facts) => (facts.free['/usr'] = 4e8), finds: ['warning little-space nginx1'] },
  // nginx
  {
    what: 'apache on port 80',
    change: (facts) => (facts.listening = [{ address: '*', port: 80, process: 'apache2' }]),
    finds: ['error port-taken nginx1'],
  },
  {
    what: 'apache on port 80, keep',
    pair: { nginx: { content: 'keep', url: 'http://web.example.org/' } },
    change: (facts) => (facts.listening = [{ address: '*', port: 80, process: 'apache2' }]),
    finds: [],
  },
  {
    what: 'health port',
    change: (facts) => {
      facts.files[paths.nginxHealth] = fileOf('server {\n    listen 127.0.0.1:18080;\n')
      facts.listening.push({ address: '0.0.0.0', port: 18080, process: 'java' })
    },
    finds: ['error health-port-taken nginx1'],
  },
  { what: 'changed default site', change: (facts) => (facts.nginx.defaultSite = 'changed'), finds: ['error default-site-replaced nginx1'] },
  {
    what: 'changed default site, keep',
    pair: { nginx: { content: 'keep' } },
    change: (facts) => (facts.nginx.defaultSite = 'changed'),
    finds: ['info keep-proves-little'],
  },
  {
    what: 'another default server',
    change: (facts) => facts.nginx.sites.push({ path: '/etc/nginx/conf.d/shop.conf', listens: ['80 default_server'], defaultServer: true }),
    finds: ['error other-default-server nginx1'],
  },
  { what: 'no conf.d', change: (facts) => (facts.nginx.includesConfD = false), finds: ['error nginx-without-confd nginx1'] },
  {
    what: 'keep without nginx',
    pair: { nginx: { content: 'keep', url: 'http://web.example.org/' } },
    change: uninstalled,
    finds: ['warning nothing-to-keep nginx1'],
  },
  {
    what: 'proxy with SELinux',
    pair: { nginx: { content: 'proxy', upstreams: ['10.0.0.1:80'] } },
    change: (facts) => (facts.selinux = 'enforcing'),
    finds: ['warning selinux-enforcing nginx1', 'warning selinux-proxy nginx1'],
  },
  // machines
  {
    what: 'the same machine',
    other: (facts) => {
      facts.os.machineId = '1'.repeat(32)
      facts.os.bootId = 'boot-1'
    },
    finds: ['error same-machine'],
  },
  { what: 'a clone', other: (facts) => (facts.os.machineId = '1'.repeat(32)), finds: ['warning cloned-machine'] },
  { what: 'the same MAC', other: (facts) => (nic(facts).mac = '02:68:70:00:00:01'), finds: ['warning cloned-machine'] },
  { what: 'neither has a machine-id', both: (facts) => (facts.os.machineId = ''), finds: [] },
  {
    what: 'clocks',
    change: (facts) => (facts.clockOffset = -1500),
    other: (facts) => (facts.clockOffset = 1500),
    finds: ['warning clocks-apart'],
  },
  {
    what: 'clocks within the error',
    change: (facts) => {
      facts.clockOffset = 3000
      facts.clockError = 1000
    },
    finds: [],
  },
  {
    what: 'Alpine',
    change: (facts) => {
      facts.os.family = 'other'
      facts.os.systemd = null
    },
    finds: ['error no-systemd nginx1', 'error os-unsupported nginx1'],
  },
  {
    what: 'VM with fast adverts',
    pair: vrrp({ advertInterval: 0.2 }),
    change: (facts) => (facts.os.virtualisation = 'kvm'),
    finds: ['warning snapshot-advice nginx1'],
  },
  { what: 'VM with slow adverts', change: (facts) => (facts.os.virtualisation = 'kvm'), finds: [] },
  {
    what: 'container with fast adverts',
    pair: vrrp({ advertInterval: 0.2 }),
    change: (facts) => (facts.os.virtualisation = 'systemd-nspawn'),
    finds: [],
  },
  { what: 'cloud', change: (facts) => (facts.os.cloud = 'aws'), finds: ['error cloud-multicast nginx1', 'warning cloud nginx1'] },
  {
    what: 'cloud, unicast',
    pair: vrrp({ mode: 'unicast' }),
    change: (facts) => (facts.os.cloud = 'azure'),
    finds: ['warning cloud nginx1'],
  },
  { what: 'OpenStack', change: (facts) => (facts.os.cloud = 'openstack'), finds: ['warning cloud-openstack nginx1'] },
  {
    what: 'open deployment',
    change: (facts) =>
      (facts.hotpair.open = {
        deployment: deploymentName.parse('20261122T154134-a1b2c3'),
        state: 'held',
        owner: 'ann@desk',
        plan: '0123456789abcdef',
      }),
    finds: ['error open-deployment nginx1'],
  },
  // firewalls
  { what: 'ufw', change: (facts) => (facts.firewall.ufwActive = true), finds: ['error firewall-foreign nginx1'] },
  {
    what: 'nft and iptables, disable',
    pair: { firewall: 'disable' },
    change: (facts) => {
      facts.firewall.firewalld = null
      facts.firewall.nftTables = ['inet filter']
      facts.firewall.iptables = true
    },
    other: (facts) => (facts.firewall.firewalld = null),
    finds: ['error firewall-foreign nginx1'],
  },
  {
    what: 'nft, leave',
    pair: { firewall: 'leave' },
    change: (facts) => {
      facts.firewall.firewalld = null
      facts.firewall.nftTables = ['inet filter']
    },
    other: (facts) => (facts.firewall.firewalld = null),
    finds: ['warning firewall-foreign-left nginx1'],
  },
  {
    what: 'firewalld off',
    pair: { firewall: 'disable' },
    finds: ['warning firewall-disabled-chosen nginx1', 'warning firewall-disabled-chosen nginx2'],
  },
  {
    what: 'firewalld left',
    pair: { firewall: 'leave' },
    other: (facts) => (facts.firewall.firewalld = null),
    finds: ['warning firewall-leave-blocks nginx1', 'warning firewall-leave-blocks-web nginx1'],
  },
  {
    what: 'firewalld left, rule for the peer',
    pair: { firewall: 'leave' },
    change: (facts) => {
      zone(facts).rules.richRules.push('rule family="ipv4" source address="198.51.100.12" protocol value="vrrp" accept')
      zone(facts).rules.services.push('http')
    },
    other: (facts) => (facts.firewall.firewalld = null),
    finds: [],
  },
  {
    what: 'firewalld left, rule for another',
    pair: { firewall: 'leave' },
    change: (facts) => {
      zone(facts).rules.richRules.push('rule family="ipv4" source address="198.51.100.120" protocol value="vrrp" accept')
      zone(facts).rules.ports.push('80/tcp')
    },
    other: (facts) => (facts.firewall.firewalld = null),
    finds: ['warning firewall-leave-blocks nginx1'],
  },
  {
    what: 'firewalld left, protocol, or trusted',
    pair: { firewall: 'leave' },
    change: (facts) => {
      zone(facts).rules.protocols = ['vrrp']
      zone(facts).rules.services.push('http')
    },
    other: (facts) => (zone(facts).rules.target = 'ACCEPT'),
    finds: [],
  },
  { what: 'no zone', change: (facts) => (zone(facts).firewalld.zones = {}), finds: ['error firewalld-zone-unknown nginx1'] },
  {
    what: 'no zone, leave',
    pair: { firewall: 'leave' },
    change: (facts) => (zone(facts).firewalld.zones = {}),
    other: (facts) => (facts.firewall.firewalld = null),
    finds: ['warning firewalld-zone-unknown nginx1'],
  },
  { what: 'unsaved rules', change: (facts) => zone(facts).rules.ports.push('8443/tcp'), finds: ['warning firewalld-unsaved nginx1'] },
]
