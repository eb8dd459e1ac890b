import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { json } from './support/cli'
import {
  deployed,
  drilled,
  expectAsBefore,
  nothingToPlan,
  path,
  prepareInstalled,
  resetToInstalled,
  snapshots,
  undone,
} from './support/course'
import type { Snapshot } from './support/hosts'
import { credentials, on, onAll, put, type Credentials } from './support/lab'
import { desk, names, type Desk, type PairSettings } from './support/pair'

/** What nginx serves: a proxy to upstreams, and the user's own site. */

let given: Credentials
let before: Snapshot[]
let at: Desk
const servers: Server[] = []

beforeAll(async () => {
  given = credentials()
  await prepareInstalled()
})
afterEach(() => {
  at.remove()
})
afterAll(() => {
  for (const server of servers) server.close()
})
const sit = (settings: PairSettings): Desk => (at = desk(given, settings))

/** curl as the operator would, from here: the upstreams are in this very process, so it must not be waited for synchronously. */
const curl = async (address: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)('curl', ['-sS', '--max-time', '3', '--noproxy', '*', ...args, `http://${address}/`])).stdout

async function upstream(port: number, text: string): Promise<void> {
  const server = createServer((request, response) => {
    response.end(`${text} ${request.headers['x-forwarded-for']?.toString() ?? '-'}\n`)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(port, given.operator, resolve))
}

test('a proxy to two upstreams', async () => {
  await resetToInstalled()
  before = await snapshots()
  await upstream(8081, 'one')
  await upstream(8082, 'two')
  sit({ nginx: { content: 'proxy', upstreams: [`${given.operator}:8081`, `${given.operator}:8082`] } })
  await deployed(at)
  expect((await Promise.all([curl(given.vip), curl(given.vip)])).sort()).toEqual([`one ${given.operator}\n`, `two ${given.operator}\n`])
  expect(await curl(given.vip, '-i')).toMatch(/^X-Hotpair-Node: nginx1\r$/m)
  expect(path(await drilled(at))).toEqual(['nginx1 nginx2', 'nginx2 nginx2'])
  await nothingToPlan(at)
  await undone(at)
  await expectAsBefore(before)
})

test("the user's own site is kept as it is, and proved by the URL that they say: TLS, port, host name and path", async () => {
  await resetToInstalled()
  const site = (node: string): string => `server { listen 80 default_server; location / { return 200 "the site of ${node}\\n"; } }
server {
  listen 8443 ssl;
  server_name shop.example;
  ssl_certificate /etc/nginx/shop.pem;
  ssl_certificate_key /etc/nginx/shop.pem;
  location = /who { return 200 "the shop of ${node}\\n"; }
}
server { listen 8443 ssl default_server; ssl_certificate /etc/nginx/shop.pem; ssl_certificate_key /etc/nginx/shop.pem; return 421; }
`
  const { stdout: certificate } = await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=shop.example'],
    ...['-keyout', '-', '-out', '-'],
  ])
  await Promise.all(names.map((node) => put(node, '/etc/nginx/shop.pem', certificate)))
  await Promise.all(names.map((node) => put(node, '/etc/nginx/conf.d/shop.conf', site(node))))
  await onAll(names, 'rm /etc/nginx/sites-enabled/default; systemctl enable --now nginx 2>/dev/null')
  before = await snapshots()
  sit({ nginx: { content: 'keep', url: 'https://shop.example:8443/who' } })
  const pids = await onAll(names, 'systemctl show -p MainPID nginx')
  await deployed(at)
  // reloaded, not restarted
  expect(await onAll(names, 'systemctl show -p MainPID nginx')).toEqual(pids)
  expect(await curl(given.vip)).toBe('the site of nginx1\n')
  await nothingToPlan(at)
  await undone(at)
  await expectAsBefore(before)
  expect(await curl('198.51.100.11')).toBe('the site of nginx1\n')
})

test("welcome would replace the user's own default site: refused, and the site is as before", async () => {
  await resetToInstalled()
  await put('nginx2', '/etc/nginx/conf.d/shop.conf', 'server { listen 80 default_server; return 204; }\n')
  await on('nginx2', 'rm /etc/nginx/sites-enabled/default; systemctl enable --now nginx 2>/dev/null')
  before = await snapshots()
  sit({})
  const { exit, result } = await json(at.operator, 'deploy', [at.file, '--yes'])
  expect([exit, result.failure?.kind]).toEqual([3, 'preflight-refused'])
  expect(result.failure?.values).toMatchObject({ findings: [{ node: 'nginx2' }] })
  await expectAsBefore(before)
})
