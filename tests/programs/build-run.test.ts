import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fits, root } from '../../build/install.mjs'

/**
 * `npm run --silent hotpair -- …` in a clone whose command line is a few lines long, and which finds this Node.js too old:
 * everything goes through a brought one, which writes down that it was started.
 */

let clone: string
const started = (): string => join(clone, 'started')
beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'hotpair-clone-'))
  for (const file of ['build', 'package.json', 'package-lock.json', 'tsconfig.json']) {
    cpSync(join(root, file), join(clone, file), { recursive: true, filter: (path) => !/\/build\/(lab|node\/node_modules)/.test(path) })
  }
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object
  writeFileSync(join(clone, 'package.json'), JSON.stringify({ ...manifest, engines: { node: '>=999.1' } }))
  const modules = join(clone, 'build/node/node_modules')
  const brought = join(modules, `node-${process.platform}-${process.arch}/bin/node`)
  mkdirSync(dirname(brought), { recursive: true })
  writeFileSync(brought, `#!/bin/sh\necho once >>'${started()}'\nexec '${process.execPath}' "$@"\n`, { mode: 0o755 })
  cpSync(join(clone, 'build/node/package-lock.json'), join(modules, '.package-lock.json'))
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'))
  mkdirSync(join(clone, 'electron/cli'), { recursive: true })
  write(`
    import text from './text.txt?raw'
    const [what, ...rest] = process.argv.slice(2)
    let signals = 0
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.on(name, () => {
        signals++
        process.stdout.write(name + ' ')
        setTimeout(() => { process.stdout.write('graceful end\\n'); process.exit(10 + signals) }, 1200)
      })
    }
    if (what === 'wait') { process.stdout.write('waiting\\n'); setInterval(() => undefined, 1000) }
    else if (what === 'die') process.kill(process.pid, 'SIGKILL')
    else if (what === 'echo') process.stdin.pipe(process.stdout)
    else { process.stdout.write(JSON.stringify([what, ...rest, text])); process.exitCode = 2 }`)
  writeFileSync(join(clone, 'electron/cli/text.txt'), 'raw')
})
afterAll(() => rmSync(clone, { recursive: true, force: true }))

const write = (code: string): void => writeFileSync(join(clone, 'electron/cli/main.ts'), code)

function start(args: string[], input = '') {
  const child = spawn('npm', ['run', '--silent', 'hotpair', '--', ...args], {
    cwd: clone,
    detached: true,
    env: { ...process.env, HOTPAIR_NODE: undefined },
  })
  const said = { stdout: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stdin.end(input)
  return {
    child,
    said,
    end: async () => ({ status: ((await once(child, 'close')) as [number | null])[0], stdout: said.stdout }),
    waiting: async () => {
      while (!said.stdout.includes('waiting')) await setTimeout(20)
      said.stdout = ''
    },
  }
}

test('arguments, output and status are the command’s; stdout has nothing else', async () => {
  expect(await start(['plan', 'a b', "it's", '--json']).end()).toEqual({
    status: 2,
    stdout: JSON.stringify(['plan', 'a b', "it's", '--json', 'raw']),
  })
})
test('an old Node.js hands over to the one that was brought, and everything below it runs by that one', async () => {
  rmSync(started(), { force: true })
  await start(['plan']).end()
  expect(readFileSync(started(), 'utf8')).toBe('once\n')
})
test('which is old', () => {
  const old = ['20.20.2', '22.11.0', '9.99.0']
  const fit = ['22.12.0', '22.20.1', '24.0.0', '100.0.0']
  expect([...old, ...fit].filter((version) => fits(version, '>=22.12'))).toEqual(fit)
})
test('this very process is none', () => {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } }
  expect(fits(process.versions.node, engines.node)).toBe(true)
})
test('standard input reaches it', async () => {
  expect(await start(['echo'], 'typed').end()).toEqual({ status: 0, stdout: 'typed' })
})
test('a change of a source, also of a text, is built', async () => {
  writeFileSync(join(clone, 'electron/cli/text.txt'), 'changed')
  expect((await start(['x']).end()).stdout).toContain('changed')
})
test('Ctrl-C reaches it once, and its graceful end is waited for', async () => {
  const { child, waiting, end } = start(['wait'])
  await waiting()
  // As a terminal does it: to the whole group, npm included, which passes it on once more.
  process.kill(-child.pid!, 'SIGINT')
  expect(await end()).toEqual({ status: 11, stdout: 'SIGINT graceful end\n' })
})
test('a second Ctrl-C is a second one', async () => {
  const { child, waiting, end } = start(['wait'])
  await waiting()
  process.kill(-child.pid!, 'SIGINT')
  await setTimeout(600)
  process.kill(-child.pid!, 'SIGINT')
  expect(await end()).toEqual({ status: 12, stdout: 'SIGINT SIGINT graceful end\n' })
})
test('a signal to npm alone reaches it', async () => {
  const { child, waiting, end } = start(['wait'])
  await waiting()
  child.kill('SIGTERM')
  expect(await end()).toEqual({ status: 11, stdout: 'SIGTERM graceful end\n' })
})
test('killed by a signal it is no success', async () => {
  expect((await start(['die']).end()).status).toBe(137)
})
test('a source that cannot be built is no success, and nothing old is run', async () => {
  write('import {')
  expect(await start(['plan']).end()).toEqual({ status: 70, stdout: '' })
})
