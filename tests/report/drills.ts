import type { z } from 'zod'
import { drillResult, type drillPhase, type DrillKind, type DrillResult, type Mark, type Sample } from '../../electron/domain/drill'

/** Drills as the engine tells them, made up: each with a fault whose times are given. */

export interface Made {
  readonly kind: DrillKind
  /** ms for which nobody answered; 0: the VIP moved without it. */
  readonly downtime: number
  readonly bound: number | null
  readonly detected: number | null
  readonly from?: string
  readonly to?: string
  readonly errors?: readonly string[]
}

const injected = 1000
const every = 10

/** A fault on the holder, another node that takes over, and the recovery. */
export function made({ kind, downtime, bound, detected, from = 'nginx1', to = 'nginx2', errors = ['timeout'] }: Made): DrillResult {
  const back = injected + downtime
  const samples: Sample[] = Array.from({ length: 600 }, (_, i) => {
    const at = i * every
    const silent = downtime > 0 && at > injected && at < back
    if (silent) return { at, node: null, took: 100, error: errors[i % errors.length] ?? '' }
    return { at, node: at <= injected ? from : to, took: 1 + (i % 7), error: '' }
  })
  const late = bound !== null && downtime > bound
  const failed = samples.filter(({ node }) => node === null).length
  const common = {
    kind,
    node: from,
    nodes: [from],
    detected: null,
    bound: null,
    holding: 1,
    verdict: 'passed' as const,
    reason: '' as const,
  }
  const phases: z.input<typeof drillPhase>[] = [
    {
      ...common,
      phase: 'break',
      expects: 'moves',
      bound,
      detected,
      from: 990,
      to: 4000,
      before: from,
      after: to,
      expected: to,
      downtime,
      failed,
      asked: 301,
      ...(late ? { verdict: 'failed' as const, reason: 'too-slow' as const } : {}),
    },
    {
      ...common,
      phase: 'recover',
      expects: 'stays',
      from: 4000,
      to: 5990,
      before: to,
      after: to,
      expected: to,
      downtime: 0,
      failed: 0,
      asked: 199,
    },
  ]
  const marks: Mark[] = [
    { at: 995, event: 'armed', node: from },
    { at: injected, event: 'injected', node: from },
    ...(downtime > 0 ? ([{ at: injected + every, event: 'silent', node: null }] as const) : []),
    { at: back, event: 'answering', node: to },
    { at: back + 1000, event: 'recovered', node: to },
    { at: 4000, event: 'healed', node: from },
    { at: 5980, event: 'watched', node: from },
  ]
  const seen = detected === null ? [] : [injected + detected]
  return drillResult.parse({
    kind,
    phases,
    marks,
    samples,
    records: seen.flatMap((at) => [
      { at: at - 4, node: from, unit: 'nginx', text: 'Stopping nginx.service', state: null },
      { at, node: from, unit: 'keepalived', text: '(hotpair_web) Entering FAULT STATE', state: 'FAULT' },
      { at: at + 30, node: to, unit: 'keepalived', text: '(hotpair_web) Entering MASTER STATE', state: 'MASTER' },
      { at: 4100, node: from, unit: 'keepalived', text: '(hotpair_web) Entering BACKUP STATE', state: 'BACKUP' },
    ]),
    clocks: detected === null ? {} : { [from]: { offset: 12.4, error: 0.8 }, [to]: { offset: -3.1, error: 0.6 } },
    verdict: late ? 'failed' : 'passed',
    reason: late ? 'too-slow' : '',
    node: late ? from : null,
    started: '2026-11-22T16:23:48.974Z',
    took: 6000,
  })
}

/** One that could not be made. */
export const skipped = (kind: DrillKind): DrillResult =>
  drillResult.parse({
    kind,
    phases: [],
    marks: [],
    samples: [],
    verdict: 'skipped',
    reason: 'not-possible',
    node: 'nginx2',
    started: '2026-11-22T16:24:48.974Z',
    took: 120,
  })

/** A run of all that there is to show: passed, without a downtime, too slow, skipped. */
export const everything = (): readonly DrillResult[] => [
  made({ kind: 'nginx-stop', downtime: 40, bound: 500, detected: 12, errors: ['ECONNREFUSED', 'timeout'] }),
  made({ kind: 'keepalived-stop', downtime: 0, bound: 1000, detected: 5, from: 'nginx2', to: 'nginx1' }),
  made({ kind: 'nginx-hang', downtime: 1380, bound: 1000, detected: 900 }),
  skipped('nginx-unrestartable'),
]

/** What a host may say where its text is shown. */
export const hostile = `</title></style><script>alert(1)</script><img src=x onerror=alert(1)> "'& | \`code\` [link](https://evil.example) www.evil.example \u001b[2J\u202e *_~ <!-- ]]>`

/** Every text of a host is hostile. */
export const everythingHostile = (): readonly DrillResult[] =>
  everything().map((result) => ({
    ...result,
    samples: result.samples.map((each) => ({ ...each, error: each.error === '' ? '' : hostile })),
    records: result.records.map((record) => ({ ...record, text: hostile })),
    phases: result.phases.map((phase) => ({ ...phase, before: hostile, after: hostile, expected: hostile })),
    marks: result.marks.map((mark) => ({ ...mark, node: mark.node === null ? null : hostile })),
    clocks: Object.fromEntries(Object.entries(result.clocks).map(([node, clock]) => [`${node}${hostile}`, clock])),
    started: hostile,
  }))
