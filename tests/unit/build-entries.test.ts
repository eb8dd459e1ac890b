import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../build/install.mjs'

/** Every module that is loaded, with packages, when this one starts: what it imports at its top, and what those do. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const [, what = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s+(?:[\w*{}\s,]+?\s+from\s+)?['"]([^'"]+)['"]/gm)) {
    if (what.startsWith('.')) loadedWith(join(dirname(file), what), seen)
    else if (!what.startsWith('node:')) seen.add(what)
  }
  return seen
}

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
const entries = [...Object.values(scripts), readFileSync(join(root, 'build/test.sh'), 'utf8')].flatMap((command) => [
  ...new Set([...command.matchAll(/\bnode (build\/[\w-]+\.mjs)/g)].map(([, file = '']) => file)),
])

test('every command of package.json starts on a clone that has no packages yet', () => {
  expect(entries).toContain('build/test.mjs')
  expect(entries).toContain('build/demo.mjs')
  for (const entry of entries) {
    const packages = [...loadedWith(join(root, entry))].filter((module) => !module.startsWith(root))
    expect(packages, `${entry} needs them before it can install them`).toEqual([])
  }
})
