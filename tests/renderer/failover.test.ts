import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sample } from '../../electron/domain/drill'
import { withSamples } from '../../electron/domain/spans'
import { labelsOf, timelineOf, widthOf, windowOf } from '../../electron/report/geometry'
import { afterDrillEvent, askedSince, breaksOf, watchOf, type Watch } from '../../electron/report/watch'
import { recordedTask } from './recorded'

const seed = recordedTask('pair.drill', 'seed')
const told = (until = Infinity): readonly Watch[] =>
  seed.events
    .filter(({ t }) => t <= until)
    .reduce<readonly Watch[]>((all, { event }) => (event.type === 'drill' ? afterDrillEvent(all, event.event) : all), [])

describe('a drill as it is told', () => {
  it('is the same as its result', () => {
    const [live] = told()
    const [result] = seed.result?.drills ?? []
    if (live === undefined || result === undefined) throw new Error('nothing was recorded')
    const whole = watchOf(result)
    expect(live.spans).toEqual(whole.spans)
    expect(live.phases).toEqual(whole.phases)
    expect([...live.marks].sort((a, b) => a.at - b.at)).toEqual([...whole.marks].sort((a, b) => a.at - b.at))
    expect([live.asked, live.failed]).toEqual([1333, whole.failed])
    // 1,333 requests are a handful of spans
    expect(live.spans.map((span) => span.node)).toEqual(['nginx1', null, 'nginx2', null, 'nginx1'])
  })

  it('counts the downtime as the engine does', () => {
    const [live] = told()
    const breaks = breaksOf(live as Watch)
    expect(breaks.map(({ nodes: [node], after, kind }) => [node, after, kind])).toEqual([
      ['nginx1', 'nginx2', 'nginx-unrestartable'],
      ['nginx2', 'nginx1', 'nginx-unrestartable'],
    ])
    for (const { gap, phase } of breaks) expect((gap?.to ?? 0) - (gap?.from ?? 0)).toBe(phase?.downtime)
    expect(breaks.map(({ phase, recovery }) => [phase?.verdict, recovery?.verdict])).toEqual([
      ['passed', 'passed'],
      ['passed', 'passed'],
    ])
    expect(breaks.every(({ since }) => (since ?? 0) > 400)).toBe(true)
  })

  it('is silent while nobody answers, and says since when', () => {
    const injected = seed.events.find(
      ({ event }) => event.type === 'drill' && event.event.type === 'mark' && event.event.mark.event === 'silent',
    )
    const [live] = told((injected?.t ?? 0) + 500)
    const [first] = breaksOf(live as Watch)
    expect(first?.gap?.to).toBeNull()
    expect(first?.since).toBeNull()
    expect(first?.after).toBeNull()
    expect(first?.phase).toBeNull()
  })

  it('counts what was asked since the last silence', () => {
    const at = (nodes: (string | null)[]) =>
      withSamples(
        [],
        nodes.map((node, i) => ({ at: i * 20, node, took: 1, error: '' })),
      )
    expect(askedSince(at(['a', 'a']))).toBeNull()
    expect(askedSince(at(['a', null]))).toBeNull()
    expect(askedSince(at(['a', null, 'b', 'b', 'a']))).toBe(3)
  })
})

describe('the timeline', () => {
  const [watch] = told()
  const spans = (watch as Watch).spans

  it('has a lane for each node, and hatching between them', () => {
    const { lanes, silences, ticks } = timelineOf(spans, ['nginx1', 'nginx2'], windowOf(27_000, true), 27_000, 800)
    expect(lanes.map((bars) => bars.length)).toEqual([2, 1])
    expect(silences).toHaveLength(2)
    // where one ends the other begins, and nothing is over another
    const [first, second] = silences
    expect(first?.x).toBeCloseTo((lanes[0]?.[0]?.x ?? 0) + (lanes[0]?.[0]?.width ?? 0))
    expect((first?.x ?? 0) + (first?.width ?? 0)).toBeCloseTo(lanes[1]?.[0]?.x ?? 0)
    expect((second?.x ?? 0) + (second?.width ?? 0)).toBeCloseTo(lanes[0]?.[1]?.x ?? 0)
    expect(ticks.map((tick) => tick.seconds)).toEqual([0, 5, 10, 15, 20, 25])
  })

  it('goes on with the last answer until now, and grows by steps', () => {
    const { lanes, end } = timelineOf(
      [{ node: 'nginx1', from: 0, to: 5000, count: 250 }],
      ['nginx1', 'nginx2'],
      windowOf(5400, false),
      5400,
      1000,
    )
    expect(end).toBe(10_000)
    expect(lanes).toEqual([[{ x: 0, width: 540 }], []])
    expect(windowOf(12_000, false).to).toBe(15_000)
  })

  it('is bounded by its pixels, however long the drill', () => {
    const flapping: Sample[] = Array.from({ length: 180_000 }, (_, i) => ({
      at: i * 20,
      node: ['a', null, 'b'][i % 3] as string | null,
      took: 1,
      error: '',
    }))
    const many = withSamples([], flapping)
    const { lanes, silences } = timelineOf(many, ['a', 'b'], windowOf(3_600_000, true), 3_600_000, 800)
    expect(lanes.flat().length + silences.length).toBeLessThan(2400)
  })

  it('places labels so that none covers another', () => {
    const wanted = fc.array(
      fc.record({
        x: fc.double({ min: 0, max: 800, noNaN: true }),
        text: fc.constantFrom('nginx2 answers', '× nginx stopped on nginx1', '节点恢复', 'healed'),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(wanted, (labels) => {
        const placed = labelsOf(
          [...labels].sort((a, b) => a.x - b.x),
          800,
        ).map((label) => {
          const long = widthOf(label.text)
          return {
            ...label,
            from: label.anchor === 'start' ? label.x + 6 : label.x - 6 - long,
            to: label.anchor === 'start' ? label.x + 6 + long : label.x - 6,
          }
        })
        for (const [i, a] of placed.entries()) {
          expect(a.from).toBeGreaterThanOrEqual(0)
          expect(a.to).toBeLessThanOrEqual(800)
          for (const b of placed.slice(i + 1)) {
            if (a.row === b.row) expect(a.to <= b.from || b.to <= a.from).toBe(true)
            // no line goes through a text
            const [high, low] = a.row > b.row ? [a, b] : [b, a]
            if (a.row !== b.row) expect(high.x <= low.from || high.x >= low.to).toBe(true)
          }
        }
      }),
    )
  })
})
