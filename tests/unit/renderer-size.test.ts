import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { buildRenderer } from '../../build/bundle.mjs'
import { root } from '../../build/install.mjs'

/** What a page loads before it shows anything (issue 3: under 250 kB gzip); the editor and the diff come when a screen needs them. */

const dist = join(root, 'dist/renderer')
const assets = join(dist, 'assets')
const start = new Set<string>()
/** A file, and what it imports at once: `import(…)` comes later. */
const follow = (file: string): void => {
  if (start.has(file)) return
  start.add(file)
  if (!file.endsWith('.js')) return
  for (const [, name = ''] of readFileSync(join(assets, file), 'utf8').matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)) follow(name)
}

beforeAll(async () => {
  await buildRenderer()
  for (const [, name = ''] of readFileSync(join(dist, 'index.html'), 'utf8').matchAll(/(?:src|href)="\.\/assets\/([^"]+\.(?:js|css))"/g))
    follow(name)
}, 120_000)

test('the start is under 250 kB gzip', () => {
  const sizes = [...start].map((file) => gzipSync(readFileSync(join(assets, file))).length)
  const sum = sizes.reduce((all, size) => all + size, 0)
  expect(sum).toBeGreaterThan(20_000)
  expect(sum).toBeLessThan(250_000)
})

test('editor and diff are not part of it', () => {
  const later = readdirSync(assets).filter((file) => /^(editor|diff)-.*\.js$/.test(file))
  expect(later).toHaveLength(2)
  expect(later.filter((file) => start.has(file))).toEqual([])
})
