import { describe, expect, it } from 'vitest'
import { isEmpty, neededSteps } from '../../electron/domain/plan'
import { filesOf, foldersOf, runnersOf } from '../../renderer/wizard/preview/files'
import { waysBack } from '../../renderer/wizard/preview/way-back'
import { planned, plannedBundles } from './planned'

const plan = planned('fresh')
const empty = planned('empty')
const { bundles } = plannedBundles('fresh')

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
    expect(runners.map((file) => file.path)).toEqual([
      'plan',
      'hotpair.sh',
      ...bundle.flatMap(({ path }) => (path.startsWith('steps/') ? [path] : [])),
      'manifest.json',
      'SHA256SUMS',
    ])
    expect(runners.every((file) => file.after === bundle.find((entry) => entry.path === file.path)?.content)).toBe(true)
  })

  it('tell what is on the host from what will be', () => {
    const changed = planned('shared').nodes.flatMap((node) => filesOf(node).filter((file) => file.kind !== 'same'))
    expect(changed.map(({ path, kind }) => [path, kind])).toEqual([
      ['/etc/keepalived/keepalived.conf', 'changed'],
      ['/etc/keepalived/keepalived.conf', 'changed'],
    ])
    expect(changed[0]?.before).toContain('virtual_router_id 66')
    expect(changed[0]?.after).toContain('virtual_router_id 77')
  })
})

describe('the way back of a plan', () => {
  const steps = neededSteps(plan.nodes[0]!)

  it('has every step that leaves something behind, the last one first', () => {
    const ways = waysBack(steps)
    expect(ways.map(({ argv, files }) => argv?.join(' ') ?? files.join(' '))).toEqual(
      steps
        .toReversed()
        .flatMap(({ back, act }) => (back !== null ? [back.argv.join(' ')] : act.do === 'write' || act.do === 'remove' ? [act.path] : [])),
    )
    expect(ways.filter(({ notAtBoot }) => notAtBoot).map(({ argv }) => argv?.slice(0, 2))).toEqual([
      ['systemctl', 'stop'],
      ['systemctl', 'stop'],
      ['systemctl', 'stop'],
    ])
  })

  it('puts back what a program touches', () => {
    const [way] = waysBack([{ ...steps[0]!, back: null, touches: ['/etc/firewalld/zones/public.xml'] }])
    expect(way).toEqual({ argv: null, notAtBoot: false, files: ['/etc/firewalld/zones/public.xml'] })
  })
})
