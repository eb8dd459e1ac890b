import { describe, expect, it } from 'vitest'
import { firstVip } from '../../electron/domain/vip'
import { complaints, countOf, expectedChecks, holdingIn, lightOf, withCheck } from '../../renderer/wizard/verify/checks'
import { recordedPair, recordedTask } from './recorded'

const pair = recordedPair()
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
    expect(holdingIn(good, firstVip(pair))).toMatchObject({ is: 'sole', holders: ['nginx1'] })
    expect(holdingIn([], firstVip(pair))).toBeUndefined()
    expect(countOf(red, 'failed')).toBe(2)
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
