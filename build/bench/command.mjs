// One program at a time, with what it cost.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * @typedef {object} Ended
 * @property {number | null} status null: a signal ended it
 * @property {string} stdout
 * @property {string} stderr
 * @property {number} ms wall time
 * @property {number} cpu seconds of processor, of itself and the children it has waited for
 * @property {number} peak MB of memory that were resident at most, of itself alone
 */

/**
 * Runs a program to its end; never throws for its status.
 * @param {readonly string[]} command
 * @param {{ env?: NodeJS.ProcessEnv, input?: string }} [options]
 * @returns {Promise<Ended>}
 */
export function run(command, { env = process.env, input } = {}) {
  const start = performance.now()
  const [file = '', ...args] = command
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'pipe'] })
    let [stdout, stderr, cpu, peak] = ['', '', 0, 0]
    const look = () => {
      const used = child.pid === undefined ? undefined : usage(child.pid)
      // One that has ended and is not yet waited for has no memory any more.
      if (used) [cpu, peak] = [Math.max(cpu, used.cpu), Math.max(peak, used.peak)]
    }
    // What the kernel keeps is a total and a maximum: the last look before the end is enough.
    const timer = setInterval(look, 50)
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stderr += text))
    // It may not want it.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input ?? '')
    child.on('error', (error) => {
      clearInterval(timer)
      reject(error)
    })
    child.on('close', (status) => {
      clearInterval(timer)
      resolve({ status, stdout, stderr, ms: performance.now() - start, cpu, peak })
    })
  })
}

/**
 * As run(), for a program that has to succeed.
 * @param {readonly string[]} command
 * @param {{ env?: NodeJS.ProcessEnv, input?: string, expected?: readonly number[] }} [options] expected: statuses that are a success
 */
export async function must(command, { expected = [0], ...options } = {}) {
  const ended = await run(command, options)
  if (ended.status === null || !expected.includes(ended.status)) {
    const said = `${ended.stdout}\n${ended.stderr}`.trim().split('\n').slice(-12).join('\n')
    throw new Error(`${command.join(' ')}: exit status ${String(ended.status)}\n${said}`)
  }
  return ended
}

/**
 * proc(5): utime, stime, cutime, cstime in ticks of 10 ms, and VmHWM.
 * @param {number} pid
 */
function usage(pid) {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    const ticks = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 15)
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? '0'
    return { cpu: ticks.reduce((sum, tick) => sum + Number(tick), 0) / 100, peak: Number(peak) / 1024 }
  } catch {
    return undefined // It has just ended.
  }
}
