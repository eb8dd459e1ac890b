import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NodeFacts } from '../../electron/domain/node-facts'
import { pairSchema, type Node } from '../../electron/domain/pair'
import { everyPart, readFacts, type ReadOptions } from '../../electron/facts/collect'
import { factsDifference, factsDigest } from '../../electron/facts/fingerprint'
import { preflight } from '../../electron/preflight/preflight'
import { connect } from '../../electron/remote/connect'
import { openHostKeys } from '../../electron/remote/host-keys'
import type { Session } from '../../electron/remote/session'

/**
 * Against real hosts: HOTPAIR_LAB=facts bash build/lab/lab.sh up --hosts 2, then
 * HOTPAIR_LAB=facts bash build/lab/lab.sh run npx vitest run --dir tests/lab facts
 * The hosts are reset first and packages are installed in them on the way.
 */
const lab = (...args: string[]): string =>
  execFileSync('bash', ['build/lab/lab.sh', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const on = (node: string, script: string): string => lab('exec', node, 'sh', '-c', script)

interface Credentials {
  readonly vip: string
  readonly hosts: readonly { name: string; address: string }[]
  readonly root: { password: string }
  readonly ops: { password: string }
  readonly knownHosts: string
}

let given: Credentials
let folder: string
let vip: string
let pair: ReturnType<typeof pairSchema.parse>
const sessions = new Map<string, Session>()

const session = (name: string): Session => {
  const found = sessions.get(name)
  if (!found) throw new Error(`no session to ${name}`)
  return found
}
const node = (name: string): Node => {
  const found = pair.nodes.find((each) => each.name === name)
  if (!found) throw new Error(`no node ${name}`)
  return found
}
const read = (name: string, options: Partial<ReadOptions> = {}): Promise<NodeFacts> =>
  readFacts(session(name), node(name), pair, everyPart, { authSalt: 'salt', ...options })
const both = async (options: Partial<ReadOptions> = {}) => {
  const [nginx1, nginx2] = await Promise.all([read('nginx1', options), read('nginx2', options)])
  return { nginx1, nginx2 }
}

/** nginx1 is reached as root, nginx2 through sudo with a password. */
async function connectAll(): Promise<void> {
  const hostKeys = openHostKeys({ read: [given.knownHosts], write: join(folder, 'never-written') })
  for (const each of pair.nodes) {
    await sessions.get(each.name)?.close()
    const password = each.user === 'root' ? given.root.password : given.ops.password
    sessions.set(each.name, await connect(each, pair.name, { secrets: () => Promise.resolve(password), hostKeys }))
  }
}

beforeAll(async () => {
  // Throws, with the lab's own words, when the lab is not up: these tests are never skipped.
  given = JSON.parse(readFileSync(lab('info').trim(), 'utf8')) as Credentials
  lab('reset')
  folder = mkdtempSync(join(tmpdir(), 'hotpair-facts-'))
  vip = given.vip
  const [one, two] = given.hosts
  if (!one || !two) throw new Error('the lab has two hosts')
  pair = pairSchema.parse({
    name: 'web',
    nodes: [
      { name: one.name, address: one.address },
      { name: two.name, address: two.address, user: 'ops', sudo: 'password' },
    ],
    vips: [`${vip}/24`],
    vrrp: { routerId: 66 },
  })
  await connectAll()
}, 120_000)
afterAll(async () => {
  await Promise.all([...sessions.values()].map((each) => each.close()))
  rmSync(folder, { recursive: true, force: true })
})

describe('bare hosts', () => {
  test('one exec, all facts', async () => {
    const before = session('nginx1').channels
    const started = Date.now()
    const { nginx1, nginx2 } = await both()
    const took = Date.now() - started
    process.stdout.write(`facts of two bare hosts: ${String(took)} ms\n`)
    expect(session('nginx1').channels - before).toBe(1)
    expect(nginx1).toMatchObject({
      os: { family: 'debian', versionId: '12', systemd: '252', virtualisation: 'systemd-nspawn', cloud: null, hostname: 'nginx1' },
      sshInterface: 'ens33',
      packageManager: 'apt',
      packages: {
        nginx: { installed: null, candidate: expect.stringMatching(/^1\.22/) as string },
        keepalived: { installed: null, candidate: expect.stringMatching(/^2\.2\.7/) as string },
      },
      nginx: { version: null, unit: { active: 'inactive', enabled: '' }, defaultSite: 'absent', includesConfD: null, sites: [] },
      keepalived: { version: null, routerIds: [] },
      firewall: { firewalld: null, ufwActive: false, nftTables: [], iptables: false },
      selinux: 'disabled',
      vrrpAuth: null,
      lan: { vips: { [vip]: { state: 'free', mac: '' } }, vrids: null },
      hotpair: { open: null, last: null },
    })
    expect(nginx1.interfaces.find(({ name }) => name === 'ens33')).toMatchObject({
      up: true,
      carrier: true,
      manager: 'ifupdown',
      addresses: [{ address: '198.51.100.11', prefix: 24 }, {}],
    })
    expect(nginx1.listening.map(({ port, process }) => `${String(port)} ${process}`)).toContain('22 sshd')
    expect(Math.abs(nginx1.clockOffset)).toBeLessThanOrEqual(nginx1.clockError)
    expect(nginx1.os.machineId).not.toBe(nginx2.os.machineId)
    expect(preflight(pair, { nginx1, nginx2 }).map(({ rule }) => rule)).toEqual(['vrid-unchecked'])
  }, 30_000)

  test('without listening the fingerprint is the same', async () => {
    const listening = await read('nginx1')
    const started = Date.now()
    const facts = await read('nginx1', { listen: false })
    const took = Date.now() - started
    process.stdout.write(`facts of a bare host without listening: ${String(took)} ms\n`)
    expect(facts.lan).toEqual({ vips: { [vip]: { state: 'not-checked', mac: '' } }, vrids: null })
    expect(factsDifference(listening, facts)).toEqual([])
    expect(factsDigest(facts)).toBe(factsDigest(listening))
  }, 30_000)

  test('leaves nothing on the host', async () => {
    const before = on('nginx1', 'ls -A /run /tmp /dev/shm /root /var/lib')
    await read('nginx1')
    expect(on('nginx1', 'ls -A /run /tmp /dev/shm /root /var/lib')).toBe(before)
  }, 30_000)

  test('behind NAT: no interface has the address', async () => {
    const unreached = { ...proxyOf(session('nginx1')), reachedAt: null }
    const facts = await readFacts(unreached, { ...node('nginx1'), address: '203.0.113.1' }, pair, ['sshInterface'], { authSalt: 's' })
    expect(facts).toEqual({ sshInterface: null })
  }, 30_000)
})

const proxyOf = (of: Session): Session => ({
  node: of.node,
  channels: 0,
  reachedAt: of.reachedAt,
  run: (command, options) => of.run(command, options),
  close: () => Promise.resolve(),
})

/** What is asked of the LAN, with each of the tools. */
describe.each([
  ['a datagram', 'true'],
  ["Habets' arping", 'apt-get -qq install -y arping >/dev/null 2>&1'],
  ['arping of iputils', 'apt-get -qq remove -y arping >/dev/null 2>&1; apt-get -qq install -y iputils-arping >/dev/null 2>&1'],
])('a VIP in use, by %s', (_, prepare) => {
  test('used seen from one, own on the other, free afterwards', async () => {
    for (const name of ['nginx1', 'nginx2']) on(name, prepare)
    on('nginx2', `ip addr add ${vip}/32 dev ens33`)
    try {
      const { nginx1, nginx2 } = await both()
      expect(nginx1.lan.vips[vip]).toEqual({ state: 'used', mac: nginx2.interfaces.find(({ name }) => name === 'ens33')?.mac })
      expect(nginx2.lan.vips[vip]).toEqual({ state: 'own', mac: '' })
    } finally {
      on('nginx2', `ip addr del ${vip}/32 dev ens33`)
    }
    const { nginx1, nginx2 } = await both()
    expect([nginx1.lan.vips[vip]?.state, nginx2.lan.vips[vip]?.state]).toEqual(['free', 'free'])
  }, 120_000)
})

describe('hosts with everything installed', () => {
  let bare: NodeFacts
  test('packages, units, sites, firewalld', async () => {
    bare = await read('nginx1', { listen: false })
    for (const name of ['nginx1', 'nginx2'])
      on(
        name,
        'export DEBIAN_FRONTEND=noninteractive; apt-get -qq install -y nginx keepalived firewalld tcpdump >/dev/null 2>&1 && systemctl start firewalld',
      )
    const before = session('nginx2').channels
    const started = Date.now()
    const { nginx1, nginx2 } = await both()
    process.stdout.write(`facts of two full hosts: ${String(Date.now() - started)} ms\n`)
    expect(session('nginx2').channels - before).toBe(1)
    for (const facts of [nginx1, nginx2]) {
      expect(facts.packages.nginx.installed).toBe(facts.packages.nginx.candidate)
      expect(facts.packages.keepalived.installed).toMatch(/^2\.2\.7/)
      expect(facts.nginx).toMatchObject({
        version: '1.22.1',
        unit: { active: 'active', enabled: 'enabled' },
        defaultSite: 'stock',
        includesConfD: true,
      })
      expect(facts.nginx.sites).toEqual([
        { path: '/etc/nginx/sites-enabled/default', listens: ['80 default_server', '[::]:80 default_server'], defaultServer: true },
      ])
      expect(facts.keepalived).toMatchObject({ version: '2.2.7', unit: { enabled: 'enabled' } })
      expect(facts.listening).toContainEqual({ address: '0.0.0.0', port: 80, process: 'nginx' })
      expect(facts.firewall).toMatchObject({
        firewalld: {
          backend: 'nftables',
          zones: { ens33: 'public' },
          rules: { public: { services: ['dhcpv6-client', 'ssh'] } },
          permanent: { public: { services: ['dhcpv6-client', 'ssh'] } },
        },
        ufwActive: false,
        nftTables: [],
        iptables: false,
      })
      expect(facts.lan.vrids).toEqual([])
    }
    expect(preflight(pair, { nginx1, nginx2 })).toEqual([])
    // What an installation brings is not a change of the node; firewalld, which Hotpair does not install, is.
    expect(
      factsDifference(bare, nginx1).filter(({ aspect }) => !['firewalld', 'zones', 'rules', 'permanent-rules'].includes(aspect)),
    ).toEqual([])
  }, 180_000)

  test('a changed default site, rules of firewalld, foreign firewalls', async () => {
    on(
      'nginx1',
      'echo "# mine" >>/etc/nginx/sites-available/default; firewall-cmd -q --add-port=8443/tcp; firewall-cmd -q --permanent --add-rich-rule=\'rule family="ipv4" source address="198.51.100.12" protocol value="vrrp" accept\'',
    )
    on(
      'nginx2',
      "nft 'add table inet mine; add chain inet mine in { type filter hook input priority 0; policy accept; }; add rule inet mine in tcp dport 9 drop'",
    )
    const { nginx1, nginx2 } = await both({ listen: false })
    expect(nginx1.nginx.defaultSite).toBe('changed')
    expect(nginx1.firewall.firewalld?.rules.public?.ports).toEqual(['8443/tcp'])
    expect(nginx1.firewall.firewalld?.permanent.public?.richRules).toEqual([
      'rule family="ipv4" source address="198.51.100.12" protocol value="vrrp" accept',
    ])
    expect(nginx2.firewall.nftTables).toEqual(['inet mine'])
    const found = preflight(pair, { nginx1, nginx2 }).map(({ rule, node: name }) => `${rule} ${name ?? ''}`)
    expect(found).toEqual(expect.arrayContaining(['default-site-replaced nginx1', 'firewalld-unsaved nginx1', 'firewall-foreign nginx2']))
    on('nginx2', 'nft delete table inet mine')
  }, 60_000)

  test('ufw', async () => {
    on(
      'nginx2',
      'export DEBIAN_FRONTEND=noninteractive; systemctl stop firewalld; apt-get -qq install -y ufw >/dev/null 2>&1; ufw allow 22/tcp >/dev/null; ufw --force enable >/dev/null',
    )
    const facts = await read('nginx2', { listen: false })
    expect(facts.firewall).toMatchObject({ firewalld: null, ufwActive: true, nftTables: [], iptables: false })
    on('nginx2', 'ufw disable >/dev/null; systemctl start firewalld')
  }, 60_000)

  test('a VRID of somebody else, and our own state', async () => {
    // A keepalived started by hand; firewalld drops what it sends, but tcpdump hears it before.
    on(
      'nginx2',
      `printf '%s\\n' 'vrrp_instance other {' 'state MASTER' 'interface ens33' 'virtual_router_id 66' 'priority 100' 'virtual_ipaddress {' '198.51.100.150/32' '}' '}' >/root/other.conf
keepalived -f /root/other.conf -p /run/other.pid -r /run/other-vrrp.pid`,
    )
    on(
      'nginx1',
      `mkdir -p /var/lib/hotpair/deployments/20261122T154134-a1b2c3 && cd /var/lib/hotpair && ln -s deployments/20261122T154134-a1b2c3 open && ln -s deployments/20261122T154134-a1b2c3 last
printf 'held\\n' >open/state; printf 'ann@desk\\n' >open/owner; printf '0123456789abcdef\\n' >open/plan; printf 'web\\n' >open/pair
printf 'authentication {\\n}\\n' >/etc/keepalived/hotpair-auth.conf; chmod 600 /etc/keepalived/hotpair-auth.conf`,
    )
    try {
      await new Promise((resolve) => setTimeout(resolve, 5000))
      const facts = await read('nginx1', { authSalt: 'pe pper' })
      expect(facts.lan.vrids).toEqual([{ routerId: 66, source: '198.51.100.12' }])
      expect(facts.hotpair).toEqual({
        open: { deployment: '20261122T154134-a1b2c3', state: 'held', owner: 'ann@desk', plan: '0123456789abcdef' },
        last: { deployment: '20261122T154134-a1b2c3', plan: '0123456789abcdef', pair: 'web' },
      })
      expect(facts.vrrpAuth).toEqual({
        digest: createHash('sha256').update('pe pperauthentication {\n}\n').digest('hex'),
        mode: '0600',
        owner: 'root',
      })
      expect(JSON.stringify(facts)).not.toContain('authentication {')
      // It is a node of the pair that sends; were it another machine, it would be a stranger.
      const peer = await read('nginx2', { listen: false })
      const stranger = {
        ...peer,
        interfaces: peer.interfaces.map((each) => ({ ...each, addresses: each.addresses.filter(({ family }) => family !== 'inet') })),
      }
      const rules = (other: NodeFacts) => preflight(pair, { nginx1: facts, nginx2: other }).map(({ rule }) => rule)
      expect(rules(peer)).toContain('open-deployment')
      expect(rules(peer)).not.toContain('vrid-heard')
      expect(rules(stranger)).toContain('vrid-heard')
    } finally {
      on('nginx2', 'kill "$(cat /run/other.pid)"')
    }
  }, 60_000)
})
