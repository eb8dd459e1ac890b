// @vitest-environment happy-dom
import { describe, expect, it, onTestFinished } from 'vitest'
import { electionTable } from '../../electron/domain/election'
import { paths } from '../../electron/domain/paths'
import { targetOf } from '../../electron/plan/target'
import { emptyForm, formOf, type PairForm } from '../../renderer/app/form'
import { speak } from '../../renderer/i18n/i18n.svelte'
import { guess } from '../../renderer/wizard/detect/interfaces'
import { rows } from '../../renderer/wizard/detect/rows'
import { addressCaution, cautionsOf } from '../../renderer/wizard/vip/cautions'
import { lockedSettings } from '../../renderer/wizard/vip/deployed'
import { policyOfForm, scenarios } from '../../renderer/wizard/vip/scenarios'
import { fileOf, pairFacts, pairOf } from '../facts/healthy'
import { factsOf } from './facts'

const answers = (change: (form: PairForm) => void = () => undefined): Record<string, [string | null, readonly string[]]> => {
  const form = emptyForm('web')
  change(form)
  const policy = policyOfForm(form)
  return Object.fromEntries(scenarios(electionTable(policy), policy).map(({ id, row }) => [id, [row.holder, row.afterwards]]))
}

describe('what happens when', () => {
  it('a standby takes over, and the VIP stays there', () =>
    expect(answers()).toEqual({
      healthy: ['nginx1', []],
      'holder-nginx': ['nginx2', ['stays', 'no-standby-left']],
      'holder-down': ['nginx2', ['stays', 'no-standby-left']],
      'standby-down': ['nginx1', ['stays', 'no-standby-left']],
      'all-nginx': [null, ['nobody-answers']],
      'all-down': [null, ['nobody-answers']],
    }))

  it('goes back with preempt', () =>
    expect(answers((form) => (form.preempt = true))['holder-down']).toEqual(['nginx2', ['goes-back', 'no-standby-left']]))

  it('says that redundancy is gone with the classic reaction', () =>
    expect(answers((form) => (form.onNginxFailure = 'stop-keepalived'))['holder-nginx']?.[1]).toContain(
      'redundancy-gone-until-keepalived-is-started',
    ))

  it('follows the order of the nodes', () =>
    expect(answers((form) => form.nodes.forEach((node, index) => (node.priority = 100 + index))).healthy).toEqual(['nginx2', []]))

  it('knows who of three takes over', () => {
    const form = emptyForm('web')
    form.nodes[1]!.priority = 240
    form.nodes.push({ ...form.nodes[1]!, name: 'nginx3', priority: 245 })
    const policy = policyOfForm(form)
    expect(scenarios(electionTable(policy), policy).find(({ id }) => id === 'holder-down')?.row).toMatchObject({
      holder: 'nginx3',
      afterwards: ['stays'],
    })
  })
})

describe('cautions', () => {
  it('are none on plain machines', () => {
    const plain = factsOf({ virtualisation: 'none', nginx: '1.22.1' })
    for (const caution of Object.values(cautionsOf(emptyForm('web'), { nginx1: plain, nginx2: plain }))) expect(caution).toEqual({})
  })

  it('follow from the machines', () => {
    const facts = factsOf({ virtualisation: 'kvm', cloud: 'aws', keepalived: '2.1.5', ufw: true })
    expect(cautionsOf(emptyForm('web'), { nginx1: facts })).toMatchObject({
      unicast: { impossible: 'vip.unicastTooOld' },
      multicast: { warning: 'vip.multicastCloud' },
      fast: { warning: 'vip.fastVirtual' },
      keep: { warning: 'vip.keepNothing' },
      open: { warning: 'vip.openForeign' },
      leave: { warning: 'vip.leaveFiltered' },
    })
  })

  it.each([
    ['the default site as shipped', 'stock', '/etc/nginx/sites-enabled/default', null],
    ['the default site, changed', 'changed', '/etc/nginx/sites-enabled/default', 'vip.ownSite'],
    ['another default server', 'stock', '/etc/nginx/conf.d/shop.conf', 'vip.ownSite'],
  ] as const)('of a site of your own: %s', (_, defaultSite, path, key) => {
    const facts = factsOf({ virtualisation: 'none', nginx: '1.22.1' })
    const nginx = { ...facts.nginx, defaultSite, sites: [{ path, listens: ['80 default_server'], defaultServer: true }] }
    const { welcome, proxy, keep } = cautionsOf(emptyForm('web'), { nginx1: { ...facts, nginx } })
    // The one that is chosen warns; what would be refused cannot be chosen.
    expect([welcome, proxy, keep]).toEqual(key === null ? [{}, {}, {}] : [{ warning: key }, { impossible: key }, {}])
  })

  it.each([
    ['198.51.100.199/24', null],
    ['198.51.100.11', { key: 'vip.isNodeAddress', isError: true }],
    ['198.51.100.255', { key: 'vip.isReserved', isError: true }],
    ['203.0.113.5', { key: 'vip.outside', isError: false }],
    ['203.0.113.5/24', { key: 'vip.outsideWithPrefix', isError: true }],
    ['203.0.113.0/24', { key: 'vip.isReserved', isError: true }],
    ['198.51.100.199/25', { key: 'vip.otherPrefix', isError: true }],
    ['2001:db8::1', { key: 'vip.outside', isError: true }],
    ['nonsense', null],
  ])('of the address %s', (vip, caution) => {
    const form = emptyForm('web')
    for (const node of form.nodes) node.interface = 'ens33'
    const facts = { nginx1: factsOf({ address: '198.51.100.11' }), nginx2: factsOf({ address: '198.51.100.12' }) }
    expect(addressCaution(vip, form, facts)).toEqual(caution)
    // Whatever the hosts are like, a network's own address is no host's.
    expect(addressCaution(vip, form, {})).toEqual(vip === '203.0.113.0/24' ? caution : null)
  })
})

it('facts of a host have no English in Chinese but names', () => {
  onTestFinished(() => speak('en'))
  speak('zh-CN')
  const facts = factsOf({ nginx: '1.22.1', keepalived: '2.2.7' })
  const nginx = { ...facts.nginx, unit: { active: 'inactive', enabled: 'disabled' } as const, sites: [] }
  const found = rows([{ ...facts, nginx, selinux: 'enforcing' }]).flatMap(({ cells }) => cells.map(({ more }) => more))
  expect(found[0]).toMatch(/SELinux 处于强制模式$/)
  expect(found[1]).toBe('未运行 · 开机不启动')
})

describe('what cannot be changed on a live pair', () => {
  const pair = pairOf()
  const form = (change: (form: PairForm) => void = () => undefined): PairForm => {
    const own = formOf(pair)
    change(own)
    return own
  }
  const running = pairFacts((facts) => {
    const target = targetOf(pair, pair.nodes[0]!, pairFacts())
    facts.files[paths.keepalivedConf] = fileOf(target.files.find(({ path }) => path === paths.keepalivedConf)?.content ?? '')
    facts.keepalived.unit = { active: 'active', enabled: 'enabled' }
  })
  const facts = Object.values(running)

  it.each([
    ['nothing', (): void => undefined, {}],
    ['what is not shared', (own: PairForm): void => void (own.preempt = !own.preempt), {}],
    ['the VRID', (own: PairForm): void => void (own.routerId = '67'), { virtual_router_id: String(pair.vrrp.routerId) }],
    ['a VRID that is none yet', (own: PairForm): void => void (own.routerId = ''), {}],
    ['the speed', (own: PairForm): void => void (own.advertInterval = 0.2), { advert_int: '1', vrrp_version: '2' }],
    ['how many adverts may be missed', (own: PairForm): void => void (own.downTimerAdverts = 5), { down_timer_adverts: '3' }],
    ['the same number, said', (own: PairForm): void => void (own.downTimerAdverts = 3), {}],
    ['the mode', (own: PairForm): void => void (own.mode = 'unicast'), { unicast_peer: 'false' }],
    ['the VIPs', (own: PairForm): void => void own.vips.push('198.51.100.7'), { virtual_ipaddress: pair.vips.join(',') }],
    ['an address that is none yet', (own: PairForm): void => void own.vips.push(''), {}],
  ] as const)('%s', (_, change, locked) => expect(lockedSettings(form(change), facts, pair.name)).toEqual(locked))

  it('is free where another pair runs, or none', () => {
    const changed = form((own) => (own.routerId = '67'))
    expect(lockedSettings(changed, facts, 'another')).toEqual({})
    expect(lockedSettings(changed, Object.values(pairFacts()), pair.name)).toEqual({})
    expect(lockedSettings(changed, [], pair.name)).toEqual({})
  })
})

describe('the interface of a node', () => {
  const second = { name: 'ens34', address: '203.0.113.9' }
  it('is the one that SSH came in by', () => expect(guess(factsOf({ more: [second] }), [])).toEqual({ name: 'ens33', reason: 'ssh' }))
  it('is the only one behind NAT', () => expect(guess(factsOf({ ssh: null }), [])).toEqual({ name: 'ens33', reason: 'only' }))
  it('is the one on the LAN of the other node', () =>
    expect(guess(factsOf({ ssh: null, more: [second] }), [factsOf({ address: '203.0.113.8' })])).toEqual({ name: 'ens34', reason: 'lan' }))
  it('must be chosen when nothing tells', () => expect(guess(factsOf({ ssh: null, more: [second] }), [])).toBeNull())
})
