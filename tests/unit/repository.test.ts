import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../build/install.mjs'

/** What must not be in the repository, in files that git has or would take. */

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)))

const forbidden = {
  'a folder of the machine it was written on': /(^|[^\w.])\/(work|root\/\.(npm|cache|cargo|pyenv))\/\w/,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}/,
  // Whoever installs has set their own up.
  'the host of a package registry': /registry\.[a-z.]*npmjs\.|\/\/(deb|security)\.debian\.org/,
}
const found = (text: string): string[] => Object.entries(forbidden).flatMap(([what, pattern]) => (pattern.test(text) ? [what] : []))

test('git has files to look at', () => {
  expect(files).toContain('package.json')
  expect(files.length).toBeGreaterThan(50)
})

test('no secrets, registries or folders of a machine', () => {
  const texts = files.filter((file) => !/\.(png|ico|icns|woff2?)$/.test(file))
  expect(texts.flatMap((file) => found(readFileSync(join(root, file), 'utf8')).map((what) => `${file}: ${what}`))).toEqual([])
})

test('and they would be seen', () => {
  // In two parts, so that this file does not hold what it looks for.
  const planted = [
    ['see /wor', 'k/main/x'],
    ['"/root/.np', 'm/x"'],
    ['-----BEGIN OPENSSH PRIV', `ATE KEY-----\n${'b3BlbnNzaC1rZXktdjE'.repeat(3)}`],
    ['"resolved": "https://registry.np', 'mjs.org/zod"'],
    ['deb http://deb.deb', 'ian.org/debian bookworm main'],
  ]
  for (const parts of planted) expect(found(parts.join('')), parts.join('…')).toHaveLength(1)
  expect(found('/workflow/x /root/kept node_modules/work/x /home/ops/x')).toEqual([])
})

describe.each(['.', 'build/node'])('the packages of %s', (folder) => {
  interface Package {
    dependencies?: Record<string, string>
    devDependencies?: Record<string, string>
    optionalDependencies?: Record<string, string>
    version: string
    allowScripts?: Record<string, boolean>
  }
  const read = (file: string): unknown => JSON.parse(readFileSync(join(root, folder, file), 'utf8'))
  const manifest = read('package.json') as Package
  const lock = read('package-lock.json') as {
    packages: Record<string, Package & { resolved?: string; integrity?: string; hasInstallScript?: boolean; name?: string }>
  }

  test('exact versions only', () => {
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
    expect(Object.entries(wanted).filter(([, version]) => !/^(npm:@?[\w/-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })
  test('the lockfile is of this package.json', () => {
    const wanted = ({ dependencies, devDependencies, optionalDependencies }: Package) => ({
      dependencies,
      devDependencies,
      optionalDependencies,
    })
    expect(wanted(lock.packages['']!)).toEqual(wanted(manifest))
  })
  test('the lockfile names no host, and a checksum of everything', () => {
    const installed = Object.entries(lock.packages).filter(([path]) => path !== '')
    expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
    expect(installed.filter(([, { integrity }]) => integrity === undefined)).toEqual([])
  })
  test('npm ci takes it: what a package wants for other platforms is in it, too', () => {
    const names = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')))
    const wanted = Object.values(lock.packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    expect([...new Set(wanted)].filter((name) => !names.has(name))).toEqual([])
  })
  test('every package that would run a script at install has been decided about', () => {
    const scripts = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path, { name }]) => name ?? path.replace(/^.*node_modules\//, ''))
    expect(scripts.filter((name) => manifest.allowScripts?.[name] === undefined)).toEqual([])
  })
})
