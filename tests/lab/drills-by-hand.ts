import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Sessions } from '../../electron/checks/follow'
import { waitForHolder } from '../../electron/checks/holders'
import { waitUntilSettled } from '../../electron/checks/settled'
import { pairSchema, type Pair, type PairInput } from '../../electron/domain/pair'
import { paths } from '../../electron/domain/paths'
import { checkScript } from '../../electron/plan/check-script'
import { keepalivedDropIn, nginxDropIn } from '../../electron/plan/drop-ins'
import { keepalivedConf } from '../../electron/plan/keepalived-conf'
import { healthServer, nginxSite } from '../../electron/plan/nginx-conf'
import { watchTimes } from '../../electron/domain/vrrp-times'
import { noticeScript, noticeUnit } from '../../electron/plan/nginx-notice'
import { watchScript, watchUnit } from '../../electron/plan/nginx-watch'
import { connect } from '../../electron/remote/connect'
import { openHostKeys } from '../../electron/remote/host-keys'
import type { Session } from '../../electron/remote/session'

/** Two hosts of the practice lab made a pair by hand, without the deployment engine, so that checks and drills stand alone. */
export const lab = (...args: string[]): string =>
  execFileSync('bash', ['build/lab/lab.sh', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
export const on = (node: string, script: string): string => lab('exec', node, 'sh', '-c', script)
export const put = (node: string, path: string, content: string, mode = '0644'): string =>
  on(
    node,
    `mkdir -p '${path.replace(/\/[^/]*$/, '')}' && printf %s '${content.replaceAll("'", `'\\''`)}' >'${path}' && chmod ${mode} '${path}'`,
  )

export const names = ['nginx1', 'nginx2'] as const
export const targets = names.map((name, i) => ({ name, address: `198.51.100.${String(11 + i)}`, interface: 'ens33' }))
export const healthPort = { nginx1: 18080, nginx2: 18080 }
export const pairOf = (vrrp: Partial<PairInput['vrrp']> = {}, nginx: PairInput['nginx'] = { content: 'welcome' }): Pair =>
  pairSchema.parse({
    name: 'web',
    nodes: [
      { name: 'nginx1', address: '198.51.100.11' },
      { name: 'nginx2', address: '198.51.100.12', user: 'ops', sudo: 'password' },
    ],
    vips: ['198.51.100.199/24'],
    vrrp: { routerId: 66, ...vrrp },
    nginx,
  })

/** What the deployment engine would do; here by hand. The VIPs are on nginx1 afterwards. */
export async function setUp(sessions: Sessions, pair: Pair): Promise<void> {
  for (const node of names) on(node, 'systemctl stop keepalived')
  for (const [i, node] of pair.nodes.entries()) {
    const place = {
      ...node,
      interface: 'ens33',
      address: targets[i]?.address ?? '',
      keepalivedVersion: '2.2.7',
      peers: targets.filter((one) => one.name !== node.name).map((one) => one.address),
    }
    put(node.name, paths.keepalivedConf, keepalivedConf(pair, place))
    put(node.name, paths.vrrpAuth, 'authentication {\n    auth_type PASS\n    auth_pass secret12\n}\n', '0600')
    put(node.name, paths.checkScript, checkScript(healthPort.nginx1), '0755')
    const others = targets.flatMap(({ name, address }) => (name === node.name ? [] : [{ address, port: 80 }]))
    put(node.name, paths.noticeScript, noticeScript('198.51.100.199', others, 0.2), '0755')
    put(node.name, paths.noticeUnit, noticeUnit)
    put(node.name, paths.watchScript, watchScript(healthPort.nginx1, watchTimes(pair.vrrp)), '0755')
    put(node.name, paths.watchUnit, watchUnit)
    put(node.name, paths.nginxHealth, healthServer(healthPort.nginx1))
    put(
      node.name,
      paths.nginxSite,
      nginxSite(node.name, pair.nginx) ?? 'server { listen 80 default_server; location / { return 200 "kept\\n"; } }\n',
    )
    on(
      node.name,
      `rm -f ${paths.debianDefaultSite}; systemctl daemon-reload; systemctl unmask --quiet --runtime nginx; systemctl restart nginx`,
    )
  }
  for (const node of names) {
    on(node, 'systemctl start keepalived')
    if (node === 'nginx1') await waitForHolder(sessions, pair, { holder: node, timeout: 30_000 })
  }
  // Much longer than any test has: it ends because the standby is heard to hear nginx1.
  await waitUntilSettled(sessions, pair, 600)
  const { settled } = await waitForHolder(sessions, pair, { holder: 'nginx1' })
  if (!settled) throw new Error('nginx1 did not become the only holder')
}

/** Installs what a pair needs, where it is missing. */
export function install(): void {
  for (const node of names) {
    on(
      node,
      'dpkg -s nginx keepalived curl >/dev/null 2>&1 || { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qqy install nginx keepalived curl; } >&2',
    )
    put(node, paths.nginxDropIn, nginxDropIn(true))
    put(node, paths.keepalivedDropIn, keepalivedDropIn(true))
    on(node, 'systemctl daemon-reload')
  }
}

/** Connects to a node anew, after a fault that ended its connection; what a drill is given for it. */
export const reconnectIn =
  (sessions: Record<string, Session>) =>
  async (name: string): Promise<void> => {
    await sessions[name]?.close()
    Object.assign(sessions, await openSessions([name]))
  }

/** Throws, with the lab's own words, when the lab is not up: these tests are never skipped. */
export async function openSessions(wanted: readonly string[] = names): Promise<Record<string, Session>> {
  const given = JSON.parse(readFileSync(lab('info').trim(), 'utf8')) as {
    root: { password: string }
    ops: { password: string }
    knownHosts: string
  }
  const secrets = (ref: { node?: string }) => Promise.resolve(ref.node === 'nginx2' ? given.ops.password : given.root.password)
  const hostKeys = openHostKeys({ read: [given.knownHosts], write: '/nonexistent/never-written' })
  const opened = await Promise.all(
    pairOf()
      .nodes.filter(({ name }) => wanted.includes(name))
      .map(async (node) => [node.name, await connect(node, 'web', { secrets, hostKeys })] as const),
  )
  return Object.fromEntries(opened)
}
