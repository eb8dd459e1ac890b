import { expect, test } from 'vitest'
import { freeRouterId, freeVips, heardRouterIds, useOf, vipCandidates } from '../../electron/domain/suggestion'
import { pairFacts, pairOf } from '../facts/healthy'

/** What is offered for a pair that is being made. */

const pair = { ...pairOf(), vips: [] }

test('addresses high in the common subnet, none that a node has', () => {
  expect(vipCandidates(pair, pairFacts()).slice(0, 2)).toEqual(['198.51.100.200/24', '198.51.100.199/24'])
  const taken = pairFacts((facts) =>
    facts.interfaces[1]?.addresses.push({ ...facts.interfaces[1].addresses[0]!, address: '198.51.100.200' }),
  )
  expect(vipCandidates(pair, taken)[0]).toBe('198.51.100.199/24')
  const alone = pairFacts((facts) => facts.interfaces[1]!.addresses.splice(0, 1, { ...facts.interfaces[1]!.addresses[0]!, prefix: 32 }))
  expect(vipCandidates(pair, alone)).toEqual([])
})

test('an address that somebody has is not offered; one that was not asked for is not called checked', () => {
  const facts = pairFacts(
    (own) => (own.lan.vips = { '198.51.100.1': { state: 'free', mac: '' }, '198.51.100.2': { state: 'free', mac: '' } }),
    (own) => (own.lan.vips = { '198.51.100.1': { state: 'used', mac: '' }, '198.51.100.2': { state: 'free', mac: '' } }),
  )
  expect(freeVips(['198.51.100.1/24', '198.51.100.2/24', '198.51.100.3/24'], facts)).toEqual([
    { address: '198.51.100.2/24', checked: true },
    { address: '198.51.100.3/24', checked: false },
  ])
})

test.each([
  ['free', 'free', 'free'],
  ['free', 'not-checked', 'not-checked'],
  ['not-checked', 'not-checked', 'not-checked'],
  ['free', 'used', 'used'],
  ['used', 'not-checked', 'used'],
  ['own', 'used', 'own'],
  ['free', 'own', 'own'],
] as const)('an address that one node calls %s and the other %s is %s', (one, other, state) => {
  const use = (is: 'free' | 'used' | 'own' | 'not-checked') => ({
    '198.51.100.1': { state: is, mac: is === 'used' ? '02:00:00:00:00:77' : '' },
  })
  const facts = pairFacts(
    (own) => (own.lan.vips = use(one)),
    (own) => (own.lan.vips = use(other)),
  )
  expect(useOf('198.51.100.1/24', facts)).toEqual({ state, mac: state === 'used' ? '02:00:00:00:00:77' : '' })
})

test('an address that only a node of the pair answers for is its own, and one that was not asked for is not checked', () => {
  const facts = pairFacts((own) => (own.lan.vips = { '198.51.100.1': { state: 'used', mac: own.interfaces[1]?.mac ?? '' } }))
  expect([useOf('198.51.100.1/24', facts).state, useOf('198.51.100.2', facts).state]).toEqual(['own', 'not-checked'])
})

test('a VRID that is neither heard nor configured', () => {
  expect([freeRouterId(pairFacts()), heardRouterIds(pairFacts())]).toEqual([66, []])
  const advert = { routerId: 66, source: '198.51.100.77', version: 2 as const }
  const busy = pairFacts(
    (own) => (own.lan.vrids = [advert]),
    (own) => (own.keepalived.routerIds = [67]),
  )
  expect([freeRouterId(busy), heardRouterIds(busy)]).toEqual([68, [66]])
  const deaf = pairFacts(
    (own) => (own.lan.vrids = null),
    (own) => (own.lan.vrids = null),
  )
  expect(heardRouterIds(deaf)).toBeNull()
})
