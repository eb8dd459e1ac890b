// Puts Node.js and node_modules in order: the first thing every entry here does. Uses nothing but Node.js itself, also one that is too old.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { become } from './child.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Where a Node.js is installed when the one that runs this is too old. Apart: `npm ci` begins with removing node_modules. */
const brought = join(root, 'build/node')

/** @typedef {{ engines?: { node?: string }, packages?: Record<string, { version?: string, optional?: boolean }> }} Manifest */

/**
 * @param {string} folder
 * @param {string} file
 * @returns {Manifest}
 */
const read = (folder, file) => {
  /** @type {Manifest} */
  const manifest = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  return manifest
}

/**
 * True when node_modules holds what the lockfile says: npm writes down there what it installed.
 * @param {string} [folder] with a lockfile
 */
export function isInstalled(folder = root) {
  if (!existsSync(join(folder, 'node_modules/.package-lock.json'))) return false
  const there = read(folder, 'node_modules/.package-lock.json').packages ?? {}
  return Object.entries(read(folder, 'package-lock.json').packages ?? {}).every(([path, wanted]) => {
    if (path === '') return true
    const found = there[path]
    // An optional package of another platform is not installed.
    return found ? found.version === wanted.version : wanted.optional === true
  })
}

/**
 * Sees to a Node.js as package.json wants it, and to the packages. Under an older one it never returns: the same command goes on in a
 * process of the one that is brought. Everything said goes to stderr: stdout belongs to the command that is run next.
 */
export async function install() {
  const wanted = read(root, 'package.json').engines?.node ?? ''
  if (process.env.HOTPAIR_NODE === undefined && !fits(process.versions.node, wanted)) {
    const program = await bringNode(wanted)
    become(program, process.argv.slice(1), {
      // Whatever is started by name from here on gets it, too: npm, and the tools in node_modules.
      env: { ...process.env, HOTPAIR_NODE: program, PATH: [dirname(program), process.env.PATH].join(delimiter) },
    })
    await new Promise((_never) => undefined)
  }
  await packages(root, 'installing the packages of package-lock.json (npm ci)')
}

/**
 * @param {string} version 20.20.2
 * @param {string} wanted >=22.12
 */
export function fits(version, wanted) {
  const numbers = (/** @type {string} */ text) => text.replace(/^\D+/, '').split('.').map(Number)
  const [[major = 0, minor = 0], [wantedMajor = 0, wantedMinor = 0]] = [numbers(version), numbers(wanted)]
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

/**
 * @param {string} wanted for the message
 * @returns {Promise<string>} its program
 */
async function bringNode(wanted) {
  const path = `node_modules/node-${process.platform}-${process.arch}`
  const version = read(brought, 'package-lock.json').packages?.[path]?.version
  if (version === undefined) throw new Error(`this is Node.js ${process.versions.node}, and ${wanted} is needed`)
  await packages(brought, `this is Node.js ${process.versions.node}: installing ${version} in build/node`)
  return join(brought, path, 'bin/node')
}

/**
 * Runs `npm ci` in this folder when it is needed.
 * @param {string} folder
 * @param {string} what is said then
 */
async function packages(folder, what) {
  if (isInstalled(folder)) return
  await locked('install', () => {
    if (isInstalled(folder)) return
    process.stderr.write(`hotpair: ${what}\n`)
    // By this Node.js, since npm looks at the version of the one that runs it.
    const { npm_execpath: npm = '' } = process.env
    const [file, ...start] = npm.endsWith('npm-cli.js') ? [process.execPath, npm] : ['npm']
    const ran = spawnSync(file, [...start, 'ci', `--prefix=${folder}`, '--include=dev', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32' && file === 'npm',
    })
    if (ran.status !== 0) throw new Error(`npm ci failed (${ran.error?.message ?? `exit ${String(ran.status)}`})`)
  })
}

/**
 * Lets one process at a time do something to this clone; the others wait.
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function locked(name, work) {
  const lock = join(root, 'out', `.${name}.lock`)
  mkdirSync(dirname(lock), { recursive: true })
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
      if (!isRunning(ownerOf(lock))) rmSync(lock, { force: true })
      else await setTimeout(100)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** @param {string} lock */
function ownerOf(lock) {
  try {
    // Written but not yet filled: its owner is about to write its number.
    return Number(readFileSync(lock, 'utf8') || process.pid)
  } catch {
    return 0
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
