// `npm run package`: the packages of the desktop for this system, in out/package. Arguments go to electron-builder: --dir, --linux deb …
// Fetches Electron and the packagers' own tools where they are not there yet.
import { argv, execPath } from 'node:process'
import { join } from 'node:path'
import { bundle, buildRenderer } from './bundle.mjs'
import { become } from './child.mjs'
import { install, root } from './install.mjs'

await install()
await Promise.all([buildRenderer(), bundle('main'), bundle('preload')])
become(execPath, [
  join(root, 'node_modules/electron-builder/cli.js'),
  '--config',
  join(root, 'build/electron-builder.mjs'),
  '--publish',
  'never',
  ...argv.slice(2),
])
