// `npm run hostile`: the engine and the command line against hosts that lie, flood, stall and break off (tests/hostile). No host and no root is needed.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { argv, chdir, exit } from 'node:process'
import { fileURLToPath } from 'node:url'
import { bundle, bundleFile, outputOf } from './bundle.mjs'
import { install, root } from './install.mjs'

/** Makes the programs that the bench starts, in out/hostile/. */
export async function programs() {
  const at = (/** @type {string} */ name) => join(root, 'out/hostile', `${name}.cjs`)
  await bundle('cli')
  for (const name of ['engine', 'guard']) await bundleFile(`tests/hostile/${name}.ts`, at(name))
  return { engine: at('engine'), guard: at('guard'), cli: outputOf('cli') }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  chdir(root)
  await install()
  const made = await programs()
  const run = join(root, 'out/hostile/run.cjs')
  await bundleFile('tests/hostile/run.ts', run)
  const { main } = /** @type {typeof import('../tests/hostile/run')} */ (createRequire(import.meta.url)(run))
  exit(await main(made, argv.slice(2)))
}
