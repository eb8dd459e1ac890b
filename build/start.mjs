// `npm start`: the wizard, from a fresh clone. In a window where Electron and a display are there, else in the browser.
// usage: npm start [-- --browser]
import { argv, env, execPath, exit, getuid, platform, stderr } from 'node:process'
import { bundle, buildRenderer, outputOf } from './bundle.mjs'
import { become } from './child.mjs'
import { electronProgram, whyNoWindow } from './electron.mjs'
import { install, root } from './install.mjs'

const args = argv.slice(2)
if (args.some((arg) => arg !== '--browser')) {
  stderr.write('usage: npm start [-- --browser]\n')
  exit(64)
}

try {
  await install()
  await Promise.all([buildRenderer(), .../** @type {const} */ (['main', 'preload', 'browser']).map(bundle)])
} catch (error) {
  stderr.write(`hotpair: could not be made ready: ${error instanceof Error ? error.message : String(error)}\n`)
  exit(70)
}

const uid = getuid?.()
const program = electronProgram(env)
const why = args.includes('--browser') ? '' : whyNoWindow({ env, platform, uid, program })
if (why === null && program !== null) {
  // A variable that VS Code and the like leave behind makes a plain Node.js of it.
  const { ELECTRON_RUN_AS_NODE: _plain, ...rest } = env
  become(program, [...(uid === 0 ? ['--no-sandbox'] : []), root], { env: rest })
} else {
  const fd = env.HOTPAIR_LISTEN_FD
  become(execPath, ['--enable-source-maps', outputOf('browser')], {
    inherit: fd === undefined ? [] : [Number(fd)],
    // The reason and the address are one line.
    env: { ...env, ...(why ? { HOTPAIR_BECAUSE: why } : {}), ...(fd === undefined ? {} : { HOTPAIR_LISTEN_FD: '3' }) },
  })
}
