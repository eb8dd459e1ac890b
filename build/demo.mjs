// `npm run demo`: the wizard on two practice hosts of this machine, from a fresh clone. Root on Debian 12.
// usage: npm run demo [-- --cli [--keep]]    --cli: the same job on the command line, from beginning to end
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, env, execPath, exit, getuid, stderr, stdout } from 'node:process'
import { buildRenderer, bundle } from './bundle.mjs'
import { become } from './child.mjs'
import { install, root } from './install.mjs'

const args = argv.slice(2)
/** @param {string[]} words */
const lab = (...words) => ['bash', join(root, 'build/lab/lab.sh'), ...words]

/** @returns {string | undefined} why the practice lab cannot run here */
function whyNot() {
  if (!existsSync('/etc/debian_version')) return 'the practice lab needs Debian 12, and this is another system'
  return getuid?.() === 0 ? undefined : 'the practice lab needs root (network namespaces, mounts): sudo npm run demo'
}

async function main() {
  const why = whyNot()
  if (why !== undefined) {
    stderr.write(`${why}.\nWithout a lab: "npm start" opens the wizard for hosts of your own.\n`)
    return 69
  }
  await install()
  await Promise.all([buildRenderer(), .../** @type {const} */ (['main', 'preload', 'browser']).map(bundle)])
  // A store of its own: the demo touches nothing of the settings of whoever runs it.
  const folder = mkdtempSync(join(tmpdir(), 'hotpair-demo-'))
  const environment = { ...env, HOTPAIR_LAB: 'demo', XDG_CONFIG_HOME: join(folder, 'config') }
  const run = (/** @type {string[]} */ [file = '', ...words]) => spawnSync(file, words, { stdio: 'inherit', env: environment }).status
  try {
    stdout.write('Starting two bare Debian hosts (the first time they are built: one to three minutes) …\n')
    run(lab('down'))
    if (run(lab('up', '--hosts', '2')) !== 0) return 1
    const info = spawnSync('bash', lab('info').slice(1), { encoding: 'utf8', env: environment }).stdout.trim()
    return await wizard({ ...environment, HOTPAIR_PRACTICE_LAB: info, HOTPAIR_ALLOW_ROOT: '1' })
  } finally {
    stdout.write('Removing the practice hosts …\n')
    run(lab('down'))
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The wizard at the operator's place of the lab. Its page is served by a socket that was opened outside: so a browser of this machine
 * reaches it, while the engine reaches the hosts, and no packet for them can leave the lab.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<number>} its exit status
 */
function wizard(environment) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      // the descriptor of a listening socket has no public name
      const { fd } = /** @type {{ _handle: { fd: number } }} */ (/** @type {unknown} */ (server))._handle
      const [file = '', ...words] = lab('run', execPath, join(root, 'build/start.mjs'))
      const child = spawn(file, words, {
        stdio: ['inherit', 'inherit', 'inherit', fd],
        detached: true,
        env: { ...environment, HOTPAIR_LISTEN_FD: '3' },
      })
      // It has the socket now. Here it must not be accepted from, too: what this process took would never be answered.
      server.close()
      stdout.write('Ctrl-C ends it and removes the hosts.\n')
      for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
      child.once('error', reject)
      child.once('exit', (status) => resolve(status ?? 130))
    })
  })
}

if (args[0] === '--cli') become('bash', [join(root, 'build/demo-cli.sh'), ...args.slice(1)])
else if (args.length > 0) {
  stderr.write('usage: npm run demo [-- --cli [--keep]]\n')
  exit(64)
} else exit(await main())
