import type { DrillPhase, DrillResult, DrillVerdict } from './drill'
import { endOfFault, partsOf, type DrillRun, type KeptDrill } from './drill-run'
import { differingSettings, type DrillSetting, type SettingValue } from './drill-settings'

/** Two runs side by side, fault by fault, and what became of it. */

/** What a fault showed. Times in ms. */
export interface Figures {
  readonly verdict: DrillVerdict
  readonly reason: DrillPhase['reason']
  readonly node: string
  readonly expected: string | null
  readonly downtime: number
  readonly detected: number | null
  readonly takeover: number | null
  readonly bound: number | null
  readonly failed: number
  readonly asked: number
  /** How long it was asked. */
  readonly span: number
}

/** same: closer than what can be measured. null: one of them does not say. */
export type Change = 'better' | 'worse' | 'same' | null

export const comparedFigures = ['verdict', 'downtime', 'detected', 'takeover', 'failed', 'bound'] as const
export type ComparedFigure = (typeof comparedFigures)[number]

export interface ComparedFault {
  readonly kind: DrillResult['kind']
  /** Which of the drill's faults, from 0: the seed has two. */
  readonly place: number
  /** null: that run has no such fault. */
  readonly before: Figures | null
  readonly after: Figures | null
  readonly changes: Readonly<Record<ComparedFigure, Change>>
}

export interface Comparison {
  /** The earlier run, and the later one. */
  readonly before: DrillRun
  readonly after: DrillRun
  readonly faults: readonly ComparedFault[]
  readonly settings: readonly { readonly setting: DrillSetting; readonly before: SettingValue; readonly after: SettingValue }[]
}

/** ms: a downtime is right to ± an interval of the probe (20 ms where it was longest), so two are apart from twice of that on. */
const resolution = 40

/** Whether anything in two runs can be compared: a fault that both have. */
export const canCompare = (one: DrillRun, other: DrillRun): boolean =>
  one.id !== other.id && one.drills.some(({ kind }) => other.drills.some((each) => each.kind === kind))

/** In the order of time, whichever is named first. */
export function compareRuns(one: DrillRun, other: DrillRun): Comparison {
  const [before, after] = one.time <= other.time ? [one, other] : [other, one]
  const [old, now] = [figuresOf(before.drills), figuresOf(after.drills)]
  const keys = [...new Set([...now.keys(), ...old.keys()])]
  return {
    before,
    after,
    faults: keys.map((key) => compared(old.get(key), now.get(key))),
    settings: differingSettings(before.settings, after.settings).flatMap((setting) => {
      const [earlier, later] = [before.settings[setting], after.settings[setting]]
      return earlier === undefined || later === undefined ? [] : [{ setting, before: earlier, after: later }]
    }),
  }
}

interface Placed {
  readonly kind: DrillResult['kind']
  readonly place: number
  readonly figures: Figures
}

/** Of each fault; a drill that was repeated in its run counts as it was last. */
function figuresOf(drills: readonly KeptDrill[]): Map<string, Placed> {
  const all = drills.flatMap((drill) => {
    const faults = drill.phases.filter(({ phase }) => phase === 'break')
    return faults.length === 0
      ? [{ kind: drill.kind, place: 0, figures: nothingOf(drill) }]
      : faults.map((phase, place) => ({ kind: drill.kind, place, figures: figuresOfPhase(phase, drill) }))
  })
  return new Map(all.map((each) => [`${each.kind} ${String(each.place)}`, each]))
}

function figuresOfPhase(phase: DrillPhase, drill: KeptDrill): Figures {
  const { downtime, failed, asked, bound } = phase
  const { verdict, reason, node, expected } = endOfFault(drill, phase)
  const span = phase.to - phase.from
  return { verdict, reason, node: node ?? phase.node, expected, downtime, failed, asked, bound, span, ...partsOf(phase) }
}

/** A drill that was not begun. */
const nothingOf = ({ verdict, reason, node }: KeptDrill): Figures => ({
  verdict,
  reason,
  node: node ?? '',
  expected: null,
  downtime: 0,
  detected: null,
  takeover: null,
  bound: null,
  failed: 0,
  asked: 0,
  span: 0,
})

const place: Readonly<Record<DrillVerdict, number | null>> = { passed: 0, failed: 1, skipped: null }
/** Requests that failed as the time (ms) for which they were asked: probes of different speed can be compared. */
const lost = ({ failed, asked, span }: Figures): number => (asked === 0 ? 0 : (failed / asked) * span)

/** Less is better in all of them. */
const measures: Readonly<Record<ComparedFigure, { readonly of: (figures: Figures) => number | null; readonly apart: number }>> = {
  verdict: { of: ({ verdict }) => place[verdict], apart: 0 },
  downtime: { of: (figures) => (figures.asked === 0 ? null : figures.downtime), apart: resolution },
  detected: { of: ({ detected }) => detected, apart: resolution },
  takeover: { of: ({ takeover }) => takeover, apart: resolution },
  failed: { of: (figures) => (figures.asked === 0 ? null : lost(figures)), apart: resolution },
  bound: { of: ({ bound }) => bound, apart: 0 },
}

function compared(before: Placed | undefined, after: Placed | undefined): ComparedFault {
  const { kind, place } = after ?? before ?? { kind: 'seed' as const, place: 0 }
  const [old, now] = [before?.figures ?? null, after?.figures ?? null]
  const change = (figure: ComparedFigure): Change => {
    const { of, apart } = measures[figure]
    const [earlier, later] = [old && of(old), now && of(now)]
    if (earlier === null || later === null) return null
    if (Math.abs(later - earlier) <= apart) return 'same'
    return later < earlier ? 'better' : 'worse'
  }
  const changes = Object.fromEntries(comparedFigures.map((figure) => [figure, change(figure)])) as Record<ComparedFigure, Change>
  return { kind, place, before: old, after: now, changes }
}
