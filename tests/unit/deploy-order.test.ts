import { describe, expect, it } from 'vitest'
import { commitOrder } from '../../electron/deploy/order'
import { pairSchema } from '../../electron/domain/pair'

const pair = pairSchema.parse({
  name: 'web',
  nodes: [
    { name: 'a', address: '198.51.100.11', priority: 100 },
    { name: 'b', address: '198.51.100.12', priority: 200 },
    { name: 'c', address: '198.51.100.13', priority: 150 },
  ],
  vips: ['198.51.100.199'],
  vrrp: { routerId: 66 },
})

describe('the order of commits', () => {
  it('begins with the highest priority when nobody holds the VIP: the first keeps it', () => {
    expect(commitOrder(pair, [])).toEqual(['b', 'c', 'a'])
  })
  it('ends with the holder when there is one', () => {
    expect(commitOrder(pair, ['b'])).toEqual(['c', 'a', 'b'])
  })
})
