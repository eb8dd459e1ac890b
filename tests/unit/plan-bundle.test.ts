import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import runner from '../../resources/host/hotpair.sh?raw'
import { renderBundle, sha256 } from '../../electron/plan/bundle'
import { vrrpAuthDigest } from '../../electron/plan/vrrp-auth'
import type { NodeTarget } from '../../electron/domain/plan'

const target: NodeTarget = {
  node: 'nginx1',
  interface: 'ens33',
  address: '198.51.100.11',
  packages: ['nginx'],
  packageManager: 'apt',
  files: [{ path: '/etc/x', mode: '0644', owner: 'root', group: 'root', content: 'x\n' }],
  absent: ['/etc/y'],
  firewall: {
    rules: [{ zone: 'public', kind: 'rich-rule', value: 'rule family="ipv4" source address="198.51.100.12" protocol value="vrrp" accept' }],
    disable: [],
  },
  keepalivedVersion: '2.2.7',
  healthPort: 18080,
  vrrpAuth: true,
}
const names = { pair: 'web', plan: '0123', hostname: 'nginx1' }
const script = (bundle = renderBundle(target, names)) => bundle.find((entry) => entry.path === 'hotpair.sh')?.content ?? ''

describe('a bundle', () => {
  it('is a shell script that dash accepts', () => {
    expect(() => execFileSync('sh', ['-n'], { input: script() })).not.toThrow()
  })
  it('carries its data as lines that a shell can read back', () => {
    const data = /^data\(\) \{[\s\S]*?^\}/m.exec(script())?.[0] ?? ''
    const out = execFileSync('sh', ['-c', `${data}\ndata | sed -n 's/^rule //p'`], { encoding: 'utf8' })
    expect(out).toBe('rich-rule public rule family="ipv4" source address="198.51.100.12" protocol value="vrrp" accept\n')
  })
  it('names the sha256 of every file, and the manifest that of the runner', () => {
    expect(script()).toContain(`file 0644 root root ${sha256('x\n')} /etc/x`)
    const manifest: unknown = JSON.parse(renderBundle(target, names)[0]?.content ?? '')
    expect(manifest).toMatchObject({ runner: sha256(script()), pair: 'web', plan: '0123' })
  })
  it('refuses a value that would break its lines', () => {
    expect(() => renderBundle({ ...target, absent: ['/etc/y\nauth yes'] }, names)).toThrow(/line break/)
  })
  it('is the same each time', () => {
    expect(renderBundle(target, names)).toEqual(renderBundle(target, names))
  })
})

describe('the VRRP password file', () => {
  it('is written by the runner as the digest expects it', () => {
    const render = /^render_auth\(\) .*$/m.exec(runner)?.[0] ?? ''
    const file = execFileSync('sh', ['-c', `${render}\nrender_auth peter`], { encoding: 'utf8' })
    expect(vrrpAuthDigest('salt', 'peter')).toBe(sha256(`salt${file}`))
  })
})
