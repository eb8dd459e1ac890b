// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { pairSchema } from '../../electron/domain/pair'
import { freeName } from '../../renderer/app/app.svelte'
import { emptyForm, formOf, byPreference, pairOf, reorder, type PairForm } from '../../renderer/app/form'
import { problemsOf } from '../../renderer/app/problems'

const filled = (change: (form: PairForm) => void = () => undefined): PairForm => {
  const form = emptyForm('web')
  form.nodes[0]!.address = '198.51.100.11'
  form.nodes[1]!.address = '198.51.100.12'
  form.vips = ['198.51.100.199/24']
  form.routerId = '66'
  change(form)
  return form
}

describe('the form', () => {
  it('is a pair with two addresses, a VIP and a VRID', () =>
    expect(pairOf(filled())?.nodes.map((node) => node.priority)).toEqual([254, 253]))

  it('gives back every pair as it was', () => {
    const pairs = [
      {
        name: 'web',
        nodes: [
          { name: 'a', address: '198.51.100.11' },
          { name: 'b', address: '198.51.100.12' },
        ],
        vips: ['198.51.100.199'],
        vrrp: { routerId: 1 },
      },
      {
        name: 'other',
        nodes: [
          {
            name: 'a',
            address: 'a.example.org',
            port: 2222,
            user: 'ops',
            auth: 'key',
            keyFile: '~/.ssh/id',
            sudo: 'nopassword',
            interface: 'eth1',
            priority: 7,
          },
          { name: 'b', address: '198.51.100.12', auth: 'agent', priority: 9 },
          { name: 'c', address: '198.51.100.13', user: 'ops', priority: 8 },
        ],
        vips: ['198.51.100.199/24', '198.51.100.198/32'],
        vrrp: { routerId: 255, advertInterval: 1, version: 3, preempt: true, mode: 'unicast', onNginxFailure: 'stop-keepalived' },
        nginx: { content: 'proxy', upstreams: ['198.51.100.31:80', 'app:8080'] },
        firewall: 'leave',
      },
      {
        name: 'third',
        nodes: [
          { name: 'a', address: 'a' },
          { name: 'b', address: 'b' },
        ],
        vips: ['198.51.100.199/24'],
        vrrp: { routerId: 5, advertInterval: 0.2 },
        nginx: { content: 'keep', url: 'https://www.example.org/' },
        firewall: 'disable',
      },
    ].map((pair) => pairSchema.parse(pair))
    for (const pair of pairs) expect(pairOf(formOf(pair))).toEqual(pair)
  })

  it.each<[string, (form: PairForm) => void, Record<string, string>]>([
    ['nothing', () => undefined, {}],
    ['an address', (form) => (form.nodes[0]!.address = '198.51.100.300'), { 'nodes.0.address': 'problems.address' }],
    ['one address twice', (form) => (form.nodes[1]!.address = '198.51.100.11'), { 'nodes.1.address': 'problems.addressTwice' }],
    ['one name twice', (form) => (form.nodes[1]!.name = 'NGINX1'), { 'nodes.1.name': 'problems.nameTwice' }],
    ['a port', (form) => (form.nodes[0]!.port = '70000'), { 'nodes.0.port': 'problems.port' }],
    ['no port', (form) => (form.nodes[0]!.port = ''), { 'nodes.0.port': 'problems.port' }],
    ['no key file', (form) => (form.nodes[0]!.auth = 'key'), { 'nodes.0.keyFile': 'problems.keyFile' }],
    ['no VIP', (form) => (form.vips = ['']), { 'vips.0': 'problems.vip' }],
    ['an IPv6 VIP', (form) => (form.vips = ['2001:db8::1']), { 'vips.0': 'problems.vip6' }],
    ['one VIP twice', (form) => form.vips.push('198.51.100.199'), { 'vips.1': 'problems.vipTwice' }],
    ['no VRID', (form) => (form.routerId = ''), { 'vrrp.routerId': 'problems.routerId' }],
    ['an upstream', (form) => Object.assign(form, { content: 'proxy', upstreams: ['app'] }), { 'nginx.upstreams.0': 'problems.upstream' }],
    ['a URL', (form) => Object.assign(form, { content: 'keep', url: 'ftp://x' }), { 'nginx.url': 'problems.url' }],
    ['a pair name', (form) => (form.name = '-'), { name: 'problems.name' }],
  ])('says what is wrong: %s', (_, change, problems) => expect(problemsOf(filled(change))).toEqual(problems))

  it('puts the nodes into another order with the priorities that there are', () => {
    const form = filled()
    reorder(form, [1, 0])
    expect(form.nodes.map((node) => node.priority)).toEqual([253, 254])
    expect(byPreference(form)).toEqual([1, 0])
  })
})

it.each([
  ['web', [], 'web'],
  ['web', ['WEB'], 'web-2'],
  ['web', ['web', 'web-2'], 'web-3'],
  ['web-2', ['web-2'], 'web-3'],
])('a new name for %s beside %j is %s', (wanted, taken, name) => expect(freeName(wanted, taken)).toBe(name))
