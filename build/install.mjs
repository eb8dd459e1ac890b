// Puts node_modules in order: the first thing every entry here does. Uses nothing but Node.js itself.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** @typedef {Record<string, { version?: string, optional?: boolean }>} Packages */

/**
 * @param {string} file
 * @returns {Packages}
 */
function packagesOf(file) {
  const lock = /** @type {{ packages?: Packages }} */ (JSON.parse(readFileSync(join(root, file), 'utf8')))
  return lock.packages ?? {}
}

/** True when node_modules holds what the lockfile says: npm writes down there what it installed. */
export function isInstalled() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false
  const there = packagesOf('node_modules/.package-lock.json')
  return Object.entries(packagesOf('package-lock.json')).every(([path, wanted]) => {
    if (path === '') return true
    const found = there[path]
    // An optional package of another platform is not installed.
    return found ? found.version === wanted.version : wanted.optional === true
  })
}

/** Runs `npm ci` when it is needed. Everything it says goes to stderr: stdout belongs to the command that is run next. */
export async function install() {
  if (isInstalled()) return
  await locked('install', () => {
    if (isInstalled()) return
    process.stderr.write('hotpair: installing the packages of package-lock.json (npm ci)\n')
    const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    })
    if (npm.status !== 0) throw new Error(`npm ci failed (${npm.error?.message ?? `exit ${String(npm.status)}`})`)
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
