// Programs that the build scripts start: each in a group of its own, so that it ends with everything it started.
import { spawn } from 'node:child_process'
import { root } from './install.mjs'

/** @type {Set<number>} */
const running = new Set()

/**
 * Runs a program to its end; never throws.
 * @param {string[]} command
 * @param {{ env?: NodeJS.ProcessEnv, timeout?: number, onOutput?: (text: string) => void }} [options] timeout in ms
 * @returns {Promise<{ status: number | null, output: string, ms: number }>} output: both streams as they came;
 *   status is null when a signal ended it
 */
export function run(command, { env = {}, timeout, onOutput } = {}) {
  const start = performance.now()
  const [file = '', ...args] = command
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(file, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const { pid } = child
    if (pid !== undefined) running.add(pid)
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => {
            hear(`\n${file}: not done after ${String(Math.round(timeout / 1000))} s, ended\n`)
            if (pid !== undefined) end(pid)
          }, timeout)
    /** @param {string} text */
    function hear(text) {
      output += text
      onOutput?.(text)
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    /** @param {number | null} status */
    const done = (status) => {
      // The second of the two calls changes nothing.
      clearTimeout(timer)
      if (pid !== undefined) running.delete(pid)
      resolve({ status, output, ms: performance.now() - start })
    }
    child.on('error', (error) => {
      hear(`${file}: ${error.message}\n`)
      done(127)
    })
    // A daemon that the program left behind may hold its output open: then 'close' never comes.
    child.on('exit', (status) => setTimeout(() => done(status), 1000))
    child.on('close', done)
  })
}

/** Ends everything that run() started. */
export function endAll() {
  for (const pid of running) end(pid)
}

/** @param {number} pid */
function end(pid) {
  for (const [signal, after] of /** @type {[NodeJS.Signals, number][]} */ ([
    ['SIGTERM', 0],
    ['SIGKILL', 5000],
  ])) {
    setTimeout(() => {
      try {
        if (running.has(pid)) process.kill(-pid, signal)
      } catch {
        // It has ended by itself.
      }
    }, after).unref()
  }
}

/**
 * Runs these at most `width` at once, in this order.
 * @template T
 * @param {readonly (() => Promise<T>)[]} tasks
 * @param {number} width
 * @returns {Promise<T[]>} their results, in the same order
 */
export async function atOnce(tasks, width) {
  /** @type {T[]} */
  const results = []
  const waiting = [...tasks.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, task] = next
      results[index] = await task()
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1).padStart(5)} s`
