// Runs an entry from a fresh clone: `npm run --silent hotpair -- ARGS` is `node build/run.mjs cli ARGS`.
// Installs and builds what is missing or outdated; then this process is as good as the one it runs:
// same input and output, same exit status, and a signal reaches the child exactly once.
import { argv, exit, execPath, stderr } from 'node:process'
import { bundle, entries, outputOf } from './bundle.mjs'
import { become } from './child.mjs'
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

become(execPath, ['--enable-source-maps', outputOf(entry), ...args])
