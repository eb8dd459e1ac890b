import { writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import timers from 'node:timers/promises'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Loaded before the engine in a process of its own: makes its clock run faster, so that its own time limits are met within seconds, and its net
 * a small one. Nothing of the engine knows.
 */

const real = { setTimeout, sleep: timers.setTimeout, date: Date.now, now: performance.now.bind(performance) }
let scale = 1
let base = { real: real.now(), date: real.date(), now: real.now() }

const elapsed = (): number => (real.now() - base.real) * scale

/** From now on time runs this much faster; it never jumps. */
export function runFaster(factor: number): void {
  base = { real: real.now(), date: base.date + elapsed(), now: base.now + elapsed() }
  scale = factor
}

/** ms of the real clock for a wait. Who waits longer than a minute waits for a verb, up to 20: those need not be sat out in proportion. */
const wait = (ms: number): number => (ms > 60_000 ? 60_000 / scale + (ms - 60_000) / 60 : ms / scale)

// setInterval is left alone: keepalives must not be lost because this machine is busy.
const faster = (work: (...values: never[]) => void, ms = 0, ...values: never[]) =>
  real.setTimeout(() => {
    work(...values)
  }, wait(ms))
globalThis.setTimeout = Object.assign(faster, { __promisify__: real.setTimeout.__promisify__ }) as unknown as typeof setTimeout
timers.setTimeout = ((ms = 0, ...rest: [unknown?, object?]) => real.sleep(wait(ms), ...rest)) as typeof timers.setTimeout
syncBuiltinESMExports()
Date.now = () => Math.round(base.date + elapsed())
performance.now = () => base.now + elapsed()

/** Where an address of the pair leads to: the port of the fake site on this machine. */
let site = 0
export const leadTo = (port: number): void => {
  site = port
}
/** Addresses outside that somebody wanted to reach. */
export const strayed = new Set<string>()

let strangers = 0
const connect = Object.getOwnPropertyDescriptor(Socket.prototype, 'connect')?.value as (this: Socket, ...args: unknown[]) => Socket
Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  // net.connect() and http hand over [options, callback].
  const [first] = args
  const given: unknown[] = Array.isArray(first) ? first : args
  // Before the first host is met, a program only loads itself.
  if (strangers++ === 0) measured()
  const options = given[0]
  if (typeof options === 'object' && options !== null && 'port' in options) {
    const to = options as { host?: string; port: number; path?: string }
    if (to.host?.startsWith('198.51.100.') === true) Object.assign(to, { host: '127.0.0.1', port: site })
    else if (to.host !== undefined && !/^(127\.|localhost$|::1$)/.test(to.host)) {
      strayed.add(to.host)
      Object.assign(to, { host: '127.0.0.1', port: 9 })
    }
  }
  return connect.apply(this, args)
}

/** Most memory this process had, bytes; of its own sampling, so an event loop that stands still has what it had at the end. */
let most = 0
/** Longest time for which the event loop did nothing else, ms of this process's own CPU: another's load is not ours. */
let longest = 0
let before = { real: real.now(), cpu: process.cpuUsage() }
const look = (): void => {
  const { user, system } = process.cpuUsage(before.cpu)
  longest = Math.max(longest, Math.min(real.now() - before.real, (user + system) / 1000))
  before = { real: real.now(), cpu: process.cpuUsage() }
  most = Math.max(most, process.memoryUsage.rss())
}
setInterval(look, 50).unref()

export interface Measured {
  readonly rss: number
  readonly frozen: number
  readonly strayed: readonly string[]
}

/** What was measured since the last time. */
export function measured(): Measured {
  look()
  const found = { rss: most, frozen: Math.round(longest), strayed: [...strayed] }
  most = 0
  longest = 0
  strayed.clear()
  return found
}

// For a program that is run as it is (node --require): told by its environment, and tells in a file when it ends.
const { BENCH_SCALE, BENCH_SITE, BENCH_REPORT } = process.env
if (BENCH_REPORT !== undefined) {
  runFaster(Number(BENCH_SCALE))
  leadTo(Number(BENCH_SITE))
  process.on('exit', () => {
    writeFileSync(BENCH_REPORT, JSON.stringify(measured()))
  })
}
