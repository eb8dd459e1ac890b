import { describe, expect, it } from 'vitest'
import { actionsOf, isEmpty, orderOf, summaryOf } from '../../renderer/wizard/preview/actions'
import { filesOf, foldersOf, runnersOf } from '../../renderer/wizard/preview/files'
import { recordedOutput, recordedPair } from './recorded'

const pair = recordedPair()
const plan = recordedOutput('pair.plan', 'plan').plan!
const empty = recordedOutput('pair.plan', 'plan-empty').plan!
const { bundles } = recordedOutput('plan.bundles', 'bundles')

describe('the files of a plan', () => {
  const files = filesOf(plan.nodes[0]!)

  it('say what becomes of each, and never the password', () => {
    const kinds = Object.fromEntries(files.map((file) => [file.path, file.kind]))
    expect(kinds['/etc/keepalived/keepalived.conf']).toBe('new')
    expect(kinds['/etc/keepalived/hotpair-auth.conf']).toBe('secret')
    expect(kinds['/etc/nginx/sites-enabled/default']).toBe('removed')
    expect(files.find((file) => file.kind === 'secret')).toMatchObject({ before: null, after: null, attributes: '0600 root:root' })
  })

  it('are all right already in an empty plan', () => {
    expect(isEmpty(plan)).toBe(false)
    expect(isEmpty(empty)).toBe(true)
    expect(new Set(empty.nodes.flatMap(filesOf).map((file) => file.kind))).toEqual(new Set(['same']))
  })

  it('are in their folders, and highlighted by their kind', () => {
    expect(foldersOf(files).map((folder) => folder.path)).toContain('/etc/nginx/conf.d/')
    const language = (path: string) => files.find((file) => file.path === path)?.language
    expect(language('/etc/nginx/conf.d/hotpair-site.conf')).toBe('nginx')
    expect(language('/usr/libexec/keepalived/hotpair-check')).toBe('shell')
    expect(language('/etc/systemd/system/nginx.service.d/hotpair.conf')).toBe('ini')
  })

  it('are the bytes of the bundle, whose script is shown whole', () => {
    const bundle = bundles['nginx1']!
    for (const file of files) {
      if (file.kind === 'new') expect(bundle.find((entry) => entry.path === `files${file.path}`)?.content).toBe(file.after)
    }
    const runners = runnersOf(bundle)
    expect(runners.map((file) => file.path)).toEqual(['manifest.json', 'hotpair.sh'].sort((a, b) => (a > b ? 1 : -1)))
    expect(runners.find((file) => file.path === 'hotpair.sh')?.after).toContain('everything_back')
  })
})

describe('the actions of a plan', () => {
  const { prepare, commit } = actionsOf(plan.nodes[0]!)

  it('come in the order in which hotpair.sh does them', () => {
    expect(prepare.map((action) => action.kind)).toEqual(['upload', 'install', 'backup', 'validate'])
    const kinds = commit.map((action) => `${action.kind} ${['enable', 'start'].includes(action.kind) ? action.subject : ''}`.trim())
    expect(kinds.filter((kind) => kind !== 'write')).toEqual([
      'remove',
      'vrrp-password',
      'daemon-reload',
      'enable nginx',
      'start nginx',
      'health',
      'enable keepalived',
      'start keepalived',
    ])
  })

  it('are commands that the script has', () => {
    const script = bundles['nginx1']!.find((entry) => entry.path === 'hotpair.sh')!.content
    for (const word of [
      '--no-install-recommends --no-upgrade',
      'systemctl mask --runtime',
      'systemctl daemon-reload',
      'mv -fT',
      'keepalived -t -f',
      'nginx -t',
    ])
      expect(script).toContain(word)
    expect(JSON.stringify(commit)).not.toMatch(/auth_pass/)
  })

  it('start with the preferred node where nobody holds the VIP, else end with the holder', () => {
    expect(orderOf(plan, pair, [])).toEqual({ order: 'fresh', nodes: ['nginx1', 'nginx2'] })
    expect(orderOf(plan, pair, ['nginx1'])).toEqual({ order: 'live', nodes: ['nginx2', 'nginx1'] })
  })

  it('are summed up', () => {
    expect(summaryOf(plan)).toEqual({ packages: 6, writes: 14, removes: 2, rules: 0, services: 4, nodes: 2 })
    expect(summaryOf(empty).nodes).toBe(0)
  })
})
