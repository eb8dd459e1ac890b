import type { DrillPhase, DrillRecord, DrillVerdict, Outcome } from '../../domain/drill'
import type { ComparedFigure, Change } from '../../domain/drill-comparison'
import type { DrillGroup } from '../../domain/drill-groups'
import type { DrillSetting } from '../../domain/drill-settings'

/** What is said of drills that are over, on the screen, on the command line and in the saved report. `{name}` is filled in. */

export const drillGroupsEn: Readonly<Record<DrillGroup, string>> = {
  nginx: 'nginx',
  keepalived: 'keepalived',
  network: 'Network',
  host: 'Whole host',
}

/** What should come of a fault; `{node}`: who should hold the VIP. */
export const outcomesEn: Readonly<Record<Outcome, { readonly named: string; readonly plain: string }>> = {
  moves: { named: 'should move to {node}', plain: 'should move to another node' },
  stays: { named: 'should stay on {node}', plain: 'should stay where it is' },
  nobody: { named: 'no node should hold the VIP', plain: 'no node should hold the VIP' },
  several: { named: 'every node that hears no other should hold the VIP', plain: 'every node that hears no other should hold the VIP' },
  any: { named: 'any node may hold the VIP', plain: 'any node may hold the VIP' },
}

export const drillVerdictsEn: Readonly<Record<DrillVerdict, string>> = { passed: 'passed', failed: 'failed', skipped: 'skipped' }

/** Whose journal a line is from. */
export const recordUnitsEn: Readonly<Record<DrillRecord['unit'], string>> = {
  keepalived: 'keepalived',
  nginx: 'nginx',
  hotpair: 'Hotpair',
  system: 'system',
}

export const drillSettingsEn: Readonly<Record<DrillSetting, string>> = {
  'advert-interval': 'Advert interval in s',
  'down-adverts': 'Adverts missed until takeover',
  'real-time': 'Real-time priority of keepalived',
  'vrrp-version': 'VRRP version',
  order: 'Priorities',
  preempt: 'VIP moves back after a recovery',
  mode: 'Adverts',
  'nginx-failure': 'When nginx fails',
  content: 'What nginx serves',
}

/** Values of settings that are codes; others are shown as they are. */
export const settingValuesEn: Readonly<Record<string, string>> = {
  true: 'yes',
  false: 'no',
  multicast: 'multicast',
  unicast: 'unicast',
  release: 'the node gives the VIP away',
  'stop-keepalived': 'keepalived is stopped',
  welcome: 'a welcome page',
  proxy: 'a reverse proxy',
  keep: 'a site of its own',
}

export const comparedFiguresEn: Readonly<Record<ComparedFigure, string>> = {
  verdict: 'Result',
  downtime: 'Downtime',
  detected: 'Detection',
  takeover: 'Takeover',
  failed: 'Failed requests',
  bound: 'At most by the settings',
}

export const changesOfFiguresEn: Readonly<Record<Exclude<Change, null>, string>> = { better: 'better', worse: 'worse', same: 'the same' }

export const phasesOfReportEn: Readonly<Record<DrillPhase['phase'], string>> = {
  break: 'While the fault was there',
  recover: 'After the recovery',
}

export const reportEn = {
  title: 'Failover test of {pair}',
  made: 'Made on {when} by Hotpair {version}. VIP: {vips}.',
  /** Verdict of all. */
  allPassed: 'Every fault went as it should.',
  someFailed: 'Not every fault went as it should.',
  allSkipped: 'No fault could be made.',
  summary: 'Summary',
  settings: 'Settings',
  setting: 'Setting',
  value: 'Value',
  fault: 'Fault',
  node: 'Node',
  expected: 'Expected',
  before: 'Answered before',
  after: 'Answered after',
  downtime: 'Downtime',
  bound: 'At most',
  failed: 'Failed requests',
  verdict: 'Result',
  phase: 'When',
  started: 'Started on {when}, took {time}.',
  because: '{verdict}: {reason}',
  ofNode: '{node}: {text}',
  detected: 'Detection',
  detectedHint: 'from the fault to the first change of state of keepalived, by the journals of the nodes',
  takeover: 'Takeover',
  takeoverHint: 'from then on until the first good answer',
  requests: '{failed} of {asked}',
  errors: 'Why requests failed',
  error: 'Error',
  count: 'Requests',
  otherErrors: 'others',
  latency: 'Time for a good answer',
  latencyOf: 'median {median}, 99 % within {slow}',
  none: 'none',
  unknown: '–',
  chart: 'Which node answers: {text}',
  chartPart: '{node} from {from} to {to}',
  chartNobody: 'no answer from {from} to {to}',
  chartMore: '{text}; …',
  chartNothing: 'nothing was asked',
  detail: 'The moment of failover',
  legendNobody: 'no answer',
  legendRecord: 'line of a journal',
  labelFault: '× {node}: {fault}',
  labelAnswers: '{node} answers',
  labelHealed: '{node} recovered',
  records: 'Journals of the nodes around the fault',
  recordsMore: 'Lines that are left out here: {count}. The report as JSON has all of them.',
  marks: 'What happened',
  when: 'When',
  what: 'What',
  unit: 'From',
  line: 'Line',
  clocks: 'Clocks',
  clockOf: 'The clock of {node} was {offset} ahead of this computer’s, ± {error}.',
  clockBehind: 'The clock of {node} was {offset} behind this computer’s, ± {error}.',
  clockLead: 'Lines of the journals are shown on this computer’s clock; each may be wrong by as much as is said here.',
  accuracy:
    'Downtime is the longest time without a good answer through the VIP, from the last good answer before it to the first one after it. Requests were sent about every {every} ms; a downtime is right to ± that.',
  seconds: '{count} s',
  milliseconds: '{count} ms',
} as const
