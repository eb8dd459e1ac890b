// Bundles the entries to dist/: `npm run build`, and the renderer by Vite. Each entry is one CommonJS file (an ESM bundle of ssh2 fails with "Dynamic require").
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { argv, stderr, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'
import { install, locked, root } from './install.mjs'

/** Name in dist/ → its source. An entry that is not written yet is left out. */
export const entries = {
  cli: 'electron/cli/main.ts',
  main: 'electron/main.ts',
  preload: 'electron/preload.ts',
  browser: 'electron/browser.ts',
}
/** @typedef {keyof typeof entries} EntryName */

/** Text files as strings: `import script from '../resources/host/hotpair.sh?raw'`, as Vite has it. */
const raw = /** @type {import('esbuild').Plugin} */ ({
  name: 'raw',
  setup(build) {
    build.onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.slice(0, -'?raw'.length)),
      namespace: 'raw',
    }))
    build.onLoad({ filter: /.*/, namespace: 'raw' }, ({ path }) => ({ contents: readFileSync(path), loader: 'text', watchFiles: [path] }))
  },
})

/** The entries that are written already. */
export const written = () => /** @type {EntryName[]} */ (Object.keys(entries)).filter((name) => existsSync(join(root, entries[name])))

/**
 * Writes dist/NAME.cjs, unless it is made from these very sources already.
 * @param {EntryName} name
 */
export async function bundle(name) {
  if (isFresh(name)) return
  if (!existsSync(join(root, entries[name]))) throw new Error(`${entries[name]} does not exist`)
  // Two commands that start at once must not run each other's half written file.
  await locked('build', async () => {
    if (isFresh(name)) return
    const sources = hashOfSources()
    const isProgram = name === 'cli'
    await bundleFile(entries[name], outputOf(name), isProgram ? '#!/usr/bin/env node' : '')
    if (isProgram) await chmod(outputOf(name), 0o755)
    writeFileSync(stampOf(name), sources)
  })
}

/**
 * One file of ours, with all that it imports, as one that Node.js runs.
 * @param {string} source
 * @param {string} output
 * @param {string} [firstLine]
 */
export async function bundleFile(source, output, firstLine = '') {
  const { build } = await import('esbuild')
  await build({
    entryPoints: [join(root, source)],
    absWorkingDir: root,
    outfile: output,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    // keytar has a binary of its own; cpu-features and *.node are optional parts of ssh2, which does without.
    external: ['electron', 'keytar', 'cpu-features', '*.node'],
    plugins: [raw],
    sourcemap: true,
    legalComments: 'external',
    logLevel: 'warning',
    banner: firstLine === '' ? {} : { js: firstLine },
  })
}

/** @param {EntryName} name */
export const outputOf = (name) => join(root, 'dist', `${name}.cjs`)
/** @param {EntryName} name */
const stampOf = (name) => join(root, 'dist', `.${name}.sources`)

/**
 * True when dist/NAME.cjs was made from the sources as they are. Told by content: times are wrong after a checkout.
 * @param {EntryName} name
 */
const isFresh = (name) => existsSync(outputOf(name)) && existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === hashOfSources()

/** Everything that an entry depends on. */
const hashOfSources = () => hashOf(['electron', 'resources'], ['build/bundle.mjs', 'package.json', 'package-lock.json', 'tsconfig.json'])

/**
 * One digest of all files below these folders and of these files.
 * @param {string[]} folders
 * @param {string[]} others
 */
export function hashOf(folders, others) {
  const hash = createHash('sha256')
  const files = folders.flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      : [],
  )
  for (const file of [...files.sort(), ...others]) {
    const content = readFileSync(join(root, file))
    hash.update(`${file}\0${String(content.length)}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * Writes dist/renderer, unless it is made from these very sources already.
 * @returns {Promise<boolean>} false: there is no renderer yet
 */
export async function buildRenderer() {
  if (!existsSync(join(root, 'renderer/main.ts'))) return false
  const stamp = join(root, 'dist/.renderer.sources')
  const hash = () =>
    hashOf(['renderer', 'electron/contract', 'electron/domain'], ['build/vite.config.mjs', 'build/svelte.config.mjs', 'package-lock.json'])
  const isMade = () => existsSync(join(root, 'dist/renderer/index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash()
  if (isMade()) return true
  await locked('build', async () => {
    if (isMade()) return
    const sources = hash()
    // Only now: it takes a second to load.
    const { build } = await import('vite')
    const { default: config } = await import('./vite.config.mjs')
    rmSync(stamp, { force: true })
    await build({ ...config, configFile: false, logLevel: 'warn' })
    mkdirSync(join(root, 'dist'), { recursive: true })
    writeFileSync(stamp, sources)
  })
  return true
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  await install()
  const start = performance.now()
  const names = written()
  for (const name of names) await bundle(name)
  const page = await buildRenderer()
  const took = `${Math.round(performance.now() - start).toString()} ms`
  if (names.length > 0)
    stdout.write(`dist/: ${[...names.map((name) => `${name}.cjs`), ...(page ? ['renderer/'] : [])].join(', ')} in ${took}\n`)
  else {
    stderr.write(`nothing to build: none of ${Object.values(entries).join(', ')} exists\n`)
    process.exitCode = 1
  }
}
