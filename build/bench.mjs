// `npm run bench`: how long Hotpair takes and how long a pair is away, on the practice lab. Root on Debian 12, like the lab.
// Machines are noisy: two settings are measured in turn in one run, and medians and ratios are what counts.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, env, execPath, exit, stdout } from 'node:process'
import { buildRenderer, bundle, outputOf } from './bundle.mjs'
import { install, root } from './install.mjs'

/** @returns {Promise<typeof import('../tests/app/responsiveness')>} */
const responsiveness = async () => {
  const { runnerImport } = await import('vite')
  /** @type {{ module: typeof import('../tests/app/responsiveness') }} */
  const { module } = await runnerImport(join(root, 'tests/app/responsiveness.ts'), { configFile: false, logLevel: 'warn' })
  return module
}

const rounds = Number(argv[2] ?? 3)
if (!Number.isInteger(rounds) || rounds < 1 || rounds > 20) throw new Error('usage: npm run bench [-- ROUNDS], 1 to 20')

if (argv[3] === '--page') {
  // At the operator's place.
  stdout.write(`${JSON.stringify(await (await responsiveness()).measurePage(rounds))}\n`)
  exit(0)
}
await install()
await bundle('cli')
await Promise.all([buildRenderer(), bundle('browser')])
const environment = { ...env, HOTPAIR_LAB: 'bench' }
/** @param {string[]} args */
const lab = (...args) =>
  execFileSync('bash', [join(root, 'build/lab/lab.sh'), ...args], {
    encoding: 'utf8',
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })

const folder = mkdtempSync(join(tmpdir(), 'hotpair-bench-'))
/** @type {Map<string, number[]>} */
const figures = new Map()
/** @param {string} name @param {number} value */
const note = (name, value) => figures.set(name, [...(figures.get(name) ?? []), value])
/** @param {readonly number[]} values */
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** @param {string} name @param {() => unknown} work */
function timed(name, work) {
  const start = performance.now()
  const result = work()
  note(name, performance.now() - start)
  return result
}

try {
  timed('lab up, ms', () => lab('up', '--hosts', '2'))
  /** @type {{ vip: string, hosts: { name: string, address: string }[], root: { password: string }, knownHosts: string }} */
  const credentials = JSON.parse(readFileSync(lab('info').trim(), 'utf8'))
  const secrets = {
    HOTPAIR_PASSWORD_NGINX1: credentials.root.password,
    HOTPAIR_PASSWORD_NGINX2: credentials.root.password,
    HOTPAIR_VRRP_PASSWORD: 'bench',
  }
  Object.assign(environment, secrets, { XDG_CONFIG_HOME: join(folder, 'config') })
  const faults = { 'nginx unrestartable': '--seed', 'nginx hangs': 'nginx-hang' }
  const profiles = { 'v2 1 s': { advertInterval: 1 }, 'v3 0.2 s': { advertInterval: 0.2 } }

  /**
   * @param {string[]} args
   * @param {readonly number[]} expected exit statuses
   * @returns {{ took: number, channels: Record<string, number>, drills: { phases: { phase: string, downtime: number }[] }[] }} of whichever command it was
   */
  const hotpair = (args, expected = [0]) => {
    const file = join(folder, 'pair.json')
    const command = [execPath, outputOf('cli'), args[0] ?? '', file, ...args.slice(1), '--json', '--known-hosts', credentials.knownHosts]
    let output
    try {
      output = execFileSync('bash', [join(root, 'build/lab/lab.sh'), 'run', ...command], {
        encoding: 'utf8',
        env: environment,
        maxBuffer: 1 << 28,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
    } catch (error) {
      const failed = /** @type {{ status?: number, stdout?: string }} */ (error)
      if (!expected.includes(failed.status ?? -1))
        throw new Error(`hotpair ${args.join(' ')}: ${failed.stdout?.trim().split('\n').at(-1) ?? ''}`, { cause: error })
      output = failed.stdout ?? ''
    }
    /** @type {ReturnType<typeof hotpair>} */
    const result = JSON.parse(output.trim().split('\n').at(-1) ?? '{}')
    return result
  }

  for (let round = 0; round < rounds; round++) {
    for (const [name, vrrp] of Object.entries(profiles)) {
      stdout.write(`round ${String(round + 1)} of ${String(rounds)}, ${name}\n`)
      timed('lab reset, ms', () => lab('reset'))
      const nodes = credentials.hosts.slice(0, 2)
      writeFileSync(
        join(folder, 'pair.json'),
        JSON.stringify({ name: 'bench', nodes, vips: [`${credentials.vip}/24`], vrrp: { routerId: 66, ...vrrp } }),
      )
      timed('detect, 2 nodes, ms', () => hotpair(['detect']))
      timed('plan, ms', () => hotpair(['plan'], [2]))
      const deployed = hotpair(['deploy', '--yes'])
      note('deploy with packages, ms', deployed.took)
      for (const channels of Object.values(deployed.channels)) note('channels of a deployment, per node', channels)
      timed('second deploy (nothing to do), ms', () => hotpair(['deploy', '--yes']))
      timed('verify, ms', () => hotpair(['verify']))
      for (const [what, kind] of Object.entries(faults)) {
        const { drills } = hotpair(['drill', kind])
        for (const phase of drills[0]?.phases ?? []) if (phase.phase === 'break') note(`downtime, ${what}, ${name}, ms`, phase.downtime)
      }
      timed('undo, ms', () => hotpair(['undo']))
    }
  }

  stdout.write('the page\n')
  /** @type {Awaited<ReturnType<typeof import('../tests/app/responsiveness').measurePage>>} */
  const page = JSON.parse(lab('run', execPath, join(root, 'build/bench.mjs'), String(rounds), '--page').trim().split('\n').at(-1) ?? '{}')
  for (const value of page.paint) note('page: first paint, ms', value)
  for (const value of page.ready) note('page: Home is there, ms', value)
  for (const value of page.presses) note('page: from a press to its paint, ms', value)
  for (const value of page.inputs) note('page: click or key to the end of what it shows, ms', value)

  stdout.write(`\n${String(rounds)} rounds on ${String(cpus().length)} cores\n`)
  stdout.write(`${'figure'.padEnd(52)} ${'median'.padStart(8)} ${'min'.padStart(8)} ${'max'.padStart(8)}    n\n`)
  for (const [name, values] of figures) {
    const cells = [median(values), Math.min(...values), Math.max(...values)].map((value) => String(Math.round(value)).padStart(8))
    stdout.write(`${name.padEnd(52)} ${cells.join(' ')} ${String(values.length).padStart(4)}\n`)
  }
  // Of nginx that ends nothing is left to compare: most of the time no request fails.
  const away = Object.keys(profiles).map((name) => median(figures.get(`downtime, nginx hangs, ${name}, ms`) ?? []))
  stdout.write(`ratio of downtimes when nginx hangs, v2 1 s / v3 0.2 s: ${((away[0] ?? 0) / (away[1] ?? 1)).toFixed(2)}\n`)
} finally {
  lab('down')
  rmSync(folder, { recursive: true, force: true })
}
