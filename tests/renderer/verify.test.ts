import { describe, expect, it } from 'vitest'
import { complaints, countOf, expectedChecks, holdersIn, lightOf, withCheck } from '../../renderer/wizard/verify/checks'
import { recordedPair, recordedTask } from './recorded'

const pair = recordedPair()
const [vip = ''] = pair.vips
const good = recordedTask('pair.verify', 'verify').result?.checks ?? []
const red = recordedTask('pair.verify', 'verify-red').result?.checks ?? []

describe('checks as they are shown', () => {
  it('are as many as were promised', () => {
    const expected = expectedChecks(pair)
    for (const [kind, count] of Object.entries(expected)) expect(good.filter((check) => check.check === kind)).toHaveLength(count)
  })

  it('have one light, and say who holds the VIP', () => {
    expect(lightOf([])).toBe('open')
    expect(lightOf(good)).toBe('green')
    expect(lightOf(red)).toBe('red')
    expect(holdersIn(pair, good)).toEqual({ [vip]: ['nginx1'] })
    expect(countOf(red, 'failed')).toBe(2)
  })

  it('show both holders where both have it', () => {
    const split = good.map((check) =>
      check.check === 'one-holder'
        ? { ...check, node: null, verdict: 'failed' as const, reason: 'two-holders', values: { holders: 'nginx1, nginx2' } }
        : check,
    )
    expect(holdersIn(pair, split)).toEqual({ [vip]: ['nginx1', 'nginx2'] })
  })

  it('say each reason once', () => {
    expect(complaints(red).map((check) => check.reason)).toEqual(['no-answer'])
    expect(complaints(good)).toEqual([])
  })

  it('take the place of what was told before', () => {
    const [first] = good
    if (first === undefined) throw new Error('no check')
    const again = withCheck(good, { ...first, verdict: 'failed' })
    expect(again).toHaveLength(good.length)
    expect(again[0]?.verdict).toBe('failed')
  })
})
