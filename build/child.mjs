// Runs a program in the place of this one: same input and output, same exit status, and a signal reaches it exactly once.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { exit, kill, pid, platform, stderr } from 'node:process'

// npm passes on what the terminal already sent to the whole group: the same signal within this time (ms) is the same one.
const sameSignal = 300

/**
 * Never returns to its caller's work: this process ends as the program does.
 * @param {string} file
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, inherit?: number[] }} [options] inherit: further file descriptors that the program gets, from 3 on
 */
export function become(file, args, { env = process.env, inherit = [] } = {}) {
  // In a session of its own, so that Ctrl-C in a terminal reaches only this process, which passes it on. Otherwise the child got it
  // from the terminal and from here, and the second one might mean "at once, without rolling back".
  const child = spawn(file, args, { stdio: ['inherit', 'inherit', 'inherit', ...inherit], detached: platform !== 'win32', env })

  /** @type {Map<NodeJS.Signals, number>} */
  const last = new Map()
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'])) {
    process.on(signal, () => {
      const now = performance.now()
      const before = last.get(signal)
      last.set(signal, now)
      if (before === undefined || now - before > sameSignal) child.kill(signal)
    })
  }
  // Ctrl-Z: a terminal stops only its own session.
  process.on('SIGTSTP', () => {
    child.kill('SIGSTOP')
    kill(pid, 'SIGSTOP')
  })
  process.on('SIGCONT', () => child.kill('SIGCONT'))

  child.on('error', (error) => {
    stderr.write(`hotpair: ${error.message}\n`)
    exit(70)
  })
  child.on('exit', (status, signal) => {
    // As a shell says it: 128 + number.
    exit(status ?? 128 + constants.signals[signal ?? 'SIGKILL'])
  })
}
