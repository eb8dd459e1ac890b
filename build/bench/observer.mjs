// The observer (tests/lab/support/observer.pl) at the operator's place, and what it saw.
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../install.mjs'

/** @typedef {{ from: number, to: number, requests: number, before: number | null, late_ms: number }} Outage epoch seconds */
/**
 * @typedef {object} Seen
 * @property {number} steps
 * @property {number} requests
 * @property {number} lost
 * @property {number} late
 * @property {number} late_ms
 * @property {number} slowest_ms
 * @property {number} from epoch seconds
 * @property {number} to
 * @property {Outage[]} outages
 */
/** @typedef {{ at: number, ms: number, good: boolean, who: string }} Reply */

/** With a real-time priority, where that is allowed: what the observer is late for it cannot measure. */
const realTime = () => (spawnSync('chrt', ['--fifo', '10', 'true']).status === 0 ? ['chrt', '--fifo', '10'] : [])

/**
 * Asks the VIP until it is stopped. Resolves when the first request is sent.
 * @param {import('./lab.mjs').Lab} lab
 * @param {{ step?: number, timeout?: number, onReply?: (reply: Reply) => void }} [options] ms
 * @returns {Promise<{ stop: () => Promise<Seen> }>}
 */
export function observe(lab, { step = 10, timeout = 800, onReply } = {}) {
  const program = [
    join(root, 'tests/lab/support/observer.pl'),
    lab.credentials.vip,
    '-',
    '--step',
    String(step),
    '--timeout',
    String(timeout),
  ]
  const [file = '', ...args] = lab.command(['run', ...realTime(), 'perl', ...program, ...(onReply ? ['--lines'] : [])])
  const child = spawn(file, args, { env: lab.env, stdio: ['pipe', 'pipe', 'inherit'] })
  let last = ''
  return new Promise((resolve, reject) => {
    /** @type {Promise<Seen>} */
    const over = new Promise((done) => {
      child.once('close', (status) => {
        if (status !== 0) {
          reject(new Error(`observer: exit status ${String(status)}`))
          return
        }
        /** @type {Seen} */
        const seen = JSON.parse(last)
        done(seen)
      })
    })
    const stop = () => {
      child.stdin.end()
      return over
    }
    createInterface(child.stdout).on('line', (line) => {
      if (line === '{"ready":true}') resolve({ stop })
      else if (line.startsWith('{"at"')) {
        /** @type {Reply} */
        const reply = JSON.parse(line)
        onReply?.(reply)
      } else last = line
    })
  })
}
