import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrationText, directionText } from '../../electron/contract/calibration'
import { advertStep, calibrationOf, choose, directionOf, timingOf, type Arrival, type Direction } from '../../electron/domain/calibration'
import { withTiming } from '../../electron/domain/profiles'
import { masterDownSeconds } from '../../electron/domain/vrrp-times'
import { pairOf } from '../facts/healthy'

/** Adverts on time, from this number on. */
const steady = (count: number, first = 0): Arrival[] =>
  Array.from({ length: count }, (_, i) => ({ number: first + i, at: advertStep * (first + i) }))

describe('what came from one node', () => {
  it.each([
    ['nothing', [], null],
    ['all of it', steady(100), { heard: 100, lost: 0, lostInARow: 0, reordered: 0, worst: 0 }],
    ['from the middle on', steady(50, 50), { heard: 50, lost: 0, lostInARow: 0, worst: 0 }],
    [
      'one late, which delays those after it',
      [...steady(10), ...steady(10, 10).map(({ number, at }) => ({ number, at: at + 7 }))],
      { worst: 7 },
    ],
    ['one late, the next on time', steady(20).map(({ number, at }) => ({ number, at: number === 9 ? at + 7 : at })), { worst: 7 }],
    [
      'a receiver that stood still reads all at once',
      steady(20).map(({ number, at }) => ({ number, at: number === 0 ? at : Math.max(at, 100) })),
      { worst: 90 },
    ],
    [
      'three lost in a row, and one',
      steady(20).filter(({ number }) => ![4, 5, 6, 9].includes(number)),
      { heard: 16, lost: 4, lostInARow: 3, worst: 0 },
    ],
    [
      'two of them the other way round',
      [0, 1, 3, 2, 4].map((number, i) => ({ number, at: advertStep * i })),
      { heard: 5, lost: 0, reordered: 1 },
    ],
    ['one twice', [0, 1, 1, 2].map((number) => ({ number, at: advertStep * number })), { heard: 3, lost: 0, reordered: 0 }],
  ] as const)('%s', (_, arrivals, expected) => {
    const found = directionOf('a', 'b', arrivals)
    if (expected === null) expect(found).toBeNull()
    else expect(found).toMatchObject(expected)
  })

  it('is not worse for clocks that differ in speed', () => {
    const slow = steady(30_000).map(({ number, at }) => ({ number, at: at * 1.0005 }))
    expect(directionOf('a', 'b', slow)?.worst).toBeLessThan(0.01)
  })
})

const direction = (more: Partial<Direction> = {}): Direction => ({
  from: 'a',
  to: 'b',
  heard: 6000,
  lost: 0,
  lostInARow: 0,
  reordered: 0,
  worst: 1,
  usual: 0.5,
  ...more,
})
const measured = (more: Partial<Direction> = {}) => ({ directions: [direction(more)], realTime: true })

describe('the choice', () => {
  it.each([
    ['quiet hosts', measured(), true, { advertInterval: 0.01, downTimerAdverts: 8, lostInARow: 2, room: 50, realTimePriority: 50 }],
    ['16 ms late', measured({ worst: 16 }), true, { advertInterval: 0.01, downTimerAdverts: 8, room: 50 }],
    ['25 ms late', measured({ worst: 25 }), true, { advertInterval: 0.01, downTimerAdverts: 11, room: 80 }],
    ['1 % lost', measured({ lost: 60, heard: 5940, lostInARow: 2 }), true, { advertInterval: 0.01, downTimerAdverts: 10, lostInARow: 4 }],
    ['five lost in a row', measured({ lost: 5, lostInARow: 5 }), true, { lostInARow: 6, downTimerAdverts: 12 }],
    ['too short to exclude loss', measured({ heard: 500 }), true, { lostInARow: 4 }],
    ['half a second late', measured({ worst: 500 }), true, { advertInterval: 0.02, downTimerAdverts: 78, room: 1500 }],
    ['paused for a second', measured({ worst: 1000 }), true, null],
    ['keepalived that waits for three', measured(), false, { advertInterval: 0.1, downTimerAdverts: 3, lostInARow: 1, room: 100 }],
    ['the same, on a LAN that loses', measured({ lost: 60, heard: 5940, lostInARow: 3 }), false, null],
    ['real-time is not allowed', { ...measured(), realTime: false }, true, { realTimePriority: null }],
  ] as const)('%s', (_, found, downTimer, expected) => {
    const choice = choose(found, downTimer)
    if (expected === null) expect(choice).toBeNull()
    else expect(choice).toMatchObject(expected)
  })

  it('never bears less than the margin, and states no more than it bears', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            heard: fc.integer({ min: 1, max: 30_000 }),
            lost: fc.integer({ min: 0, max: 3000 }),
            lostInARow: fc.integer({ min: 0, max: 20 }),
            worst: fc.double({ min: 0, max: 2000, noNaN: true }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        fc.boolean(),
        (found, downTimer) => {
          const directions = found.map(direction)
          const choice = choose({ directions, realTime: true }, downTimer)
          if (choice === null) return
          const vrrp = withTiming(pairOf().vrrp, timingOf(choice))
          const down = 1000 * masterDownSeconds(vrrp, 253)
          const worst = Math.max(...directions.map((each) => each.worst))
          // as many lost as it says, and then one that is late: the timer has not run out
          expect(1000 * choice.advertInterval * (choice.lostInARow + 1) + choice.room).toBeLessThanOrEqual(down)
          expect(choice.room).toBeGreaterThanOrEqual(3 * worst)
          expect(choice.room).toBeGreaterThanOrEqual(50)
          if (downTimer) expect(choice.lostInARow).toBeGreaterThan(Math.max(1, ...directions.map((each) => each.lostInARow)))
          else expect([choice.downTimerAdverts, choice.advertInterval >= 0.1]).toEqual([3, true])
          expect(down).toBeLessThan(3050)
        },
      ),
    ))

  it('is no slower on better hosts', () =>
    fc.assert(
      fc.property(fc.double({ min: 0, max: 900, noNaN: true }), fc.double({ min: 0, max: 900, noNaN: true }), (one, other) => {
        const downtime = (worst: number): number => {
          const choice = choose(measured({ worst }), true)
          return choice === null ? Infinity : choice.advertInterval * choice.downTimerAdverts
        }
        expect(downtime(Math.min(one, other))).toBeLessThanOrEqual(downtime(Math.max(one, other)) + 1e-9)
      }),
    ))
})

describe('a measurement', () => {
  const run = { seconds: 5, loaded: false, downTimer: true }
  const node = (name: string, heard: Record<string, Arrival[]> | null) => ({ name, realTime: heard !== null, heard })
  const all = steady(500)

  it.each([
    ['all is well', [node('a', { b: all }), node('b', { a: all })], []],
    ['one way only', [node('a', { b: all }), node('b', { a: [] })], [{ is: 'silent', from: 'a', to: 'b' }]],
    ['too few', [node('a', { b: all }), node('b', { a: steady(200) })], [{ is: 'sparse', from: 'a', to: 'b' }]],
    ['nothing to measure with', [node('a', null), node('b', { a: [] })], [{ is: 'no-tool', node: 'a' }]],
  ] as const)('%s', (_, nodes, problems) => {
    const found = calibrationOf(run, nodes)
    expect(found.problems).toEqual(problems)
    // nothing is chosen by half of it
    expect([found.choice === null, found.unsteady]).toEqual([problems.length > 0, false])
    for (const language of ['en', 'zh-CN'] as const) {
      const said = [...calibrationText(found, pairOf(), language), ...found.directions.map((each) => directionText(each, language))]
      expect(said.join('\n')).not.toContain('{')
    }
  })

  it('says for how long clients would wait, what was borne, and what is not known', () => {
    const found = calibrationOf({ ...run, loaded: true }, [node('a', { b: all }), node('b', { a: all })])
    expect(calibrationText(found, pairOf())).toEqual([
      'Measured for 5 s with all processors busy.',
      'With real-time priority, as keepalived would run.',
      'The settings bear 4 lost adverts in a row and 50 ms of lateness besides; the worst that was seen is 0 ms.',
      expect.stringMatching(/^When the holder goes silent, clients get no answer for at most 101 ms\.$/),
      'What did not happen in this time is not known: a longer pause moves the VIP although nothing has failed.',
    ])
  })

  it('says where nothing faster holds', () => {
    const paused = [...all, ...steady(500, 500).map(({ number, at }) => ({ number, at: at + 1500 }))]
    const found = calibrationOf({ ...run, seconds: 10 }, [node('a', { b: paused }), node('b', { a: steady(1000) })])
    expect([found.choice, found.unsteady]).toEqual([null, true])
    expect(calibrationText(found, pairOf()).at(-1)).toContain('1500 ms late')
  })
})
