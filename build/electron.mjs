// Where Electron's program is, and whether it can open a window here. Never loads the package `electron`: that would start a download.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

/**
 * @param {NodeJS.ProcessEnv} env ELECTRON_PATH names a program of one's own
 * @param {string} [modules] node_modules
 * @returns {string | null} null: it was never downloaded
 */
export function electronProgram(env, modules = join(root, 'node_modules')) {
  if (env.ELECTRON_PATH) return existsSync(env.ELECTRON_PATH) ? env.ELECTRON_PATH : null
  const told = join(modules, 'electron/path.txt')
  if (!existsSync(told)) return null
  const program = join(modules, 'electron/dist', readFileSync(told, 'utf8').trim())
  return existsSync(program) ? program : null
}

/**
 * @typedef {object} Machine
 * @property {NodeJS.ProcessEnv} env
 * @property {NodeJS.Platform} platform
 * @property {number | undefined} uid
 * @property {string | null} program
 */

/**
 * Why no window can be opened here, in words that go on after "because"; null: it can.
 * @param {Machine} machine
 */
export function whyNoWindow({ env, platform, uid, program }) {
  if (program === null) {
    return env.ELECTRON_PATH
      ? `ELECTRON_PATH (${env.ELECTRON_PATH}) does not exist`
      : 'Electron is not there (to have it: node node_modules/electron/install.js)'
  }
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display'
  // Chromium's sandbox does not work for root, and without it a hole in the page would be a hole in the machine.
  if (uid === 0 && env.HOTPAIR_ALLOW_ROOT !== '1') return 'a window of root would have no sandbox (HOTPAIR_ALLOW_ROOT=1 allows it)'
  return null
}
