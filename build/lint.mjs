// ESLint on what is not known to be clean: files that have changed, or that import, near or far, one that has. ESLint's own cache looks at
// each file alone, and rules that ask for types would then miss what a change elsewhere means.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { stdout, version } from 'node:process'
import { ESLint } from 'eslint'
import { root } from './install.mjs'

const config = 'build/eslint.config.mjs'
const kept = join(root, 'node_modules/.cache/eslint/clean.json')
const rooms = ['electron', 'renderer', 'resources', 'build', 'tests']

/** @type {Map<string, string>} */
const texts = new Map()
/** @param {string} file */
function textOf(file) {
  const text = texts.get(file) ?? readFileSync(file, 'utf8')
  texts.set(file, text)
  return text
}

/**
 * The files of ours that a source names, in an import, a type or a comment.
 * @param {string} file
 */
const importsOf = (file) =>
  [...textOf(file).matchAll(/\b(?:from|import) ?\(?['"](\.[^'"?]*)/g)].flatMap(([, path = '']) => {
    const place = resolve(dirname(file), path)
    return ['', '.ts', '.d.ts', '.svelte.ts', '/index.ts']
      .map((end) => place + end)
      .filter((one) => existsSync(one) && statSync(one).isFile())
  })

/** @param {string[]} files */
function digest(files) {
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(`${file}\0${textOf(file)}\0`)
  return hash.digest('hex')
}

/** @param {string} file */
function withImports(file) {
  const all = new Set([file])
  for (const one of all) for (const next of /\.(ts|mjs|svelte)$/.test(one) ? importsOf(one) : []) all.add(next)
  return [...all]
}

const eslint = new ESLint({ cwd: root, overrideConfigFile: join(root, config) })
const sources = rooms
  .flatMap((room) => readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((file) => join(root, room, file)))
  .filter((file) => /\.(ts|mjs|js|cjs|svelte)$/.test(file) && !file.includes('/node_modules/'))
// What every file depends on without naming it.
const common = [
  ...sources.filter((file) => file.endsWith('.d.ts')),
  ...[config, 'package-lock.json', 'tsconfig.json', 'renderer/tsconfig.json', 'tests/renderer/tsconfig.json'].map((file) =>
    join(root, file),
  ),
]
const always = version + digest(common)
/** File → what it was when it was clean. @type {Record<string, string>} */
const clean = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {}
const now = Object.fromEntries(sources.map((file) => [relative(root, file), always + digest(withImports(file))]))
const suspects = Object.keys(now).filter((file) => now[file] !== clean[file])

const results = suspects.length > 0 ? await eslint.lintFiles(suspects.map((file) => join(root, file))) : []
const bad = new Set(results.filter(({ messages }) => messages.length > 0).map(({ filePath }) => relative(root, filePath)))
mkdirSync(dirname(kept), { recursive: true })
writeFileSync(kept, JSON.stringify(Object.fromEntries(Object.entries(now).filter(([file]) => !bad.has(file)))))
stdout.write(await (await eslint.loadFormatter('stylish')).format(results))
stdout.write(`${String(suspects.length)} of ${String(sources.length)} files\n`)
process.exitCode = results.some(({ errorCount, fatalErrorCount }) => errorCount + fatalErrorCount > 0) ? 1 : 0
