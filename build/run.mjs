// Runs an entry from a fresh clone: `npm run --silent hotpair -- ARGS` is `node build/run.mjs cli ARGS`.
// Installs and builds what is missing or outdated; then this process is as good as the one it runs:
// same input and output, same exit status, and a signal reaches the child exactly once.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { argv, exit, execPath, kill, pid, stderr } from 'node:process'
import { bundle, entries, outputOf } from './bundle.mjs'
import { install } from './install.mjs'

const [name, ...args] = argv.slice(2)
if (name === undefined || !(name in entries)) {
  stderr.write(`usage: node build/run.mjs ${Object.keys(entries).join('|')} ARGS…\n`)
  exit(64)
}
const entry = /** @type {import('./bundle.mjs').EntryName} */ (name)

try {
  await install()
  await bundle(entry)
} catch (error) {
  stderr.write(`hotpair: could not be made ready: ${error instanceof Error ? error.message : String(error)}\n`)
  exit(70)
}

// In a session of its own, so that Ctrl-C in a terminal reaches only this process, which passes it on. Otherwise the child got it
// from the terminal and from here, and the second one might mean "at once, without rolling back".
const child = spawn(execPath, ['--enable-source-maps', outputOf(entry), ...args], { stdio: 'inherit', detached: true })

// npm passes on what the terminal already sent to the whole group: the same signal within this time (ms) is the same one.
const sameSignal = 300
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
