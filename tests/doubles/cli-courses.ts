import type { Register } from '../../electron/cli/common'
import { deploy } from '../../electron/cli/deploy'
import { detect } from '../../electron/cli/detect'
import { drill } from '../../electron/cli/drill'
import { exportTo } from '../../electron/cli/export'
import { finish } from '../../electron/cli/finish'
import { history } from '../../electron/cli/history'
import { plan } from '../../electron/cli/plan'
import { status } from '../../electron/cli/status'
import { undo } from '../../electron/cli/undo'
import { unit } from '../../electron/cli/unit'
import { verify } from '../../electron/cli/verify'
import { why } from '../../electron/cli/why'
import type { EngineEvent } from '../../electron/contract/events'
import { deploymentName } from '../../electron/domain/deployment-name'
import type { JournalLine } from '../../electron/domain/journal'
import type { LineCommand } from '../../electron/cli/session'
import { factsOf } from '../facts/healthy'
import { plannedOutput } from '../renderer/planned'
import { recordedOutput, recordedTask } from '../renderer/recorded'
import { whyOutput } from '../renderer/reasons'

const { vrrpAuth: _, ...facts } = factsOf(1)
/** What every command answers, and how it is asked. */
export const coursesTo = (
  folder: string,
): readonly [name: string, register: Register, words: string[], command: LineCommand, output: unknown][] => [
  ['detect', detect, [], 'pair.detect', { facts: { nginx1: facts }, findings: plannedOutput('fresh').findings, channels: {} }],
  ['plan', plan, [], 'pair.plan', plannedOutput('fresh')],
  ['deploy', deploy, ['--yes'], 'pair.deploy', recordedTask('pair.deploy', 'deploy').result],
  ['verify', verify, [], 'pair.verify', recordedTask('pair.verify', 'verify-red').result],
  ['drill', drill, ['--seed'], 'pair.drill', recordedTask('pair.drill', 'seed').result],
  ['export', exportTo, ['--to', folder], 'pair.export', { folder, files: ['a'] }],
  [
    'undo',
    undo,
    [],
    'pair.undo',
    { ...recordedTask('pair.undo', 'undo').result, warnings: [{ node: 'nginx1', code: 'earlier', subject: 'changed', copy: '' }] },
  ],
  ['history', history, [], 'pairs.history', recordedOutput('pairs.history', 'history')],
  ['status', status, [], 'pair.status', recordedOutput('pair.status', 'status-degraded')],
  [
    'finish',
    finish,
    [],
    'pair.finish',
    {
      ...recordedOutput('pair.status', 'status-degraded'),
      finished: { deployment: deploymentName.parse('20261122T162337-e4e2a0'), decision: 'rollback' },
    },
  ],
  [
    'unit',
    unit,
    ['nginx1', 'nginx', 'log'],
    'pair.log',
    { lines: [{ time: '2026-11-30T21:57:11.000Z', text: 'systemd[1]: x' }], errorLog: { file: '/var/log/nginx/error.log', lines: [] } },
  ],
  ['why', why, ['--days', '3'], 'pair.why', whyOutput],
]

/** One of each event that the engine tells while it works. */
export const events = (): EngineEvent[] => {
  const told = ['deploy', 'deploy-failed'].flatMap((name) => recordedTask('pair.deploy', name).events.map(({ event }) => event))
  const kinds = new Map(told.map((event) => [`${event.type} ${'state' in event ? event.state : ''}`, event]))
  const line = { at: 1, verb: 'commit' }
  const why = { code: 'not-running', subject: 'x', value: 'y' } as const
  const lines: JournalLine[] = [
    ...(['begin', 'output'] as const).map((event) => ({ ...line, event, text: 'x' })),
    ...(['do', 'unchanged', 'back', 'stuck'] as const).map((event) => ({
      ...line,
      event,
      doing: 'write-file' as const,
      subject: 'x',
      step: 1,
    })),
    { ...line, event: 'why', why },
    { ...line, event: 'warn', warning: { code: 'changed-since', subject: 'x', copy: 'y' } },
    { ...line, event: 'failed', fault: { code: 'step-failed', doing: 'write-file', subject: 'x', why } },
    { ...line, event: 'lost', state: 'committing' },
    { ...line, event: 'end', state: 'committed' },
  ]
  return [
    ...kinds.values(),
    ...lines.map((each): EngineEvent => ({ type: 'journal', node: 'n', line: each })),
    { type: 'host-key', node: 'n', keyType: 'ssh-x', fingerprint: 'SHA256:x', accepted: false },
    { type: 'drill', event: { type: 'begin', kind: 'seed', holder: 'n' } },
    { type: 'drill', event: { type: 'mark', mark: { at: 1, event: 'silent', node: 'n' } } },
  ]
}
