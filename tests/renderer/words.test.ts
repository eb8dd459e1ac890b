import { describe, expect, it } from 'vitest'
import { checkReasonText } from '../../electron/contract/check'
import {
  effectText,
  faultText,
  journalText,
  lookText,
  stageText,
  standingText,
  stepText,
  warningText,
} from '../../electron/contract/deployment'
import { failureText } from '../../electron/contract/failure'
import {
  checkWords,
  deploymentWords,
  failureWords,
  findingWords,
  issueWords,
  unitWords,
  valueWords,
  whyWords,
} from '../../electron/contract/wording'
import type * as english from '../../electron/contract/wording/deployment.en'
import {
  doings,
  faults,
  warnings,
  type Doing,
  type Fault,
  type JournalLine,
  type Warning,
  whys,
  type Why,
} from '../../electron/domain/journal'
import { nodeStates } from '../../electron/domain/node-state'
import { aspects, conditions } from '../../electron/domain/difference'
import { failureSchema, HotpairError, refusedBy, type FailureKind, type Look, type ReasonOf } from '../../electron/domain/failure'
import { finding as findingSchema, type FindingRule } from '../../electron/domain/finding'
import type { IssueCode } from '../../electron/domain/pair-issue'
import { finding } from '../../electron/preflight/rule'
import { differenceText } from '../../electron/contract/difference'
import { findingText } from '../../electron/contract/finding'
import { issueLine } from '../../electron/contract/issue'
import { issueCatalogue } from '../../electron/contract/wording/catalogue'
import { allFailures, allFindings, allIssues } from '../samples'
import type { Language } from '../../electron/contract/language'
import { stageSchema, type Stage } from '../../electron/domain/plan'
import { effects, stepCodes, type Step } from '../../electron/domain/step'

/** Every sentence with its path: "failures.locked.next". */
function sentences(of: object, path = ''): [string, string][] {
  return Object.entries(of).flatMap(([key, value]: [string, unknown]) => {
    const here = path === '' ? key : `${path}.${key}`
    return typeof value === 'string' ? [[here, value] as [string, string]] : sentences(value as object, here)
  })
}
const placeholders = (text: string): string[] => [...new Set([...text.matchAll(/\{([a-zA-Z]+)\}/g)].map((match) => match[1] ?? ''))].sort()

describe.each([
  ['findings', findingWords],
  ['failures', failureWords],
  ['checks', checkWords],
  ['a deployment', deploymentWords],
  ['a pair’s issues', issueWords],
  ['values', valueWords],
  ['units', unitWords],
  ['why', whyWords],
] as const)("the engine's words of %s", (_, words) => {
  const english = sentences(words.en)
  const chinese = new Map(sentences(words['zh-CN']))

  it('are there in Chinese', () => expect([...chinese.keys()].sort()).toEqual(english.map(([path]) => path).sort()))
  it.each(english)('%s has the same placeholders', (path, text) =>
    expect(placeholders(chinese.get(path) ?? '')).toEqual(placeholders(text)),
  )
})

it('a failure is told in the language asked for', () => {
  const failure = {
    kind: 'key-passphrase',
    node: 'nginx1',
    values: { file: '~/.ssh/id', reason: 'missing', variable: 'X' },
    hosts: 'unchanged',
  } as const
  expect(failureText(failure).what).toBe(
    'The private key ~/.ssh/id of nginx1 could not be opened: it has a passphrase, and none was given.',
  )
  expect(failureText(failure, 'zh-CN')).toEqual({
    what: '无法打开 nginx1 的私钥 ~/.ssh/id：私钥有口令，但没有提供。',
    hosts: '主机上没有任何改动。',
    next: '请提供正确的口令，或把私钥加入 SSH 代理并使用 auth: agent。',
  })
})

it('a refusal says what is so, not the names of rules', () => {
  const values = { vip: '198.51.100.199', mac: '02:00:00:00:00:01', nodes: ['nginx1', 'nginx2'] }
  const { failure } = refusedBy([{ rule: 'vip-in-use', severity: 'error', node: 'nginx1', values }])
  expect(failureText(failure).what).toBe(
    'The hosts are not ready: nginx1: Another machine answers for the VIP 198.51.100.199: MAC 02:00:00:00:00:01, seen from nginx1, nginx2.',
  )
  expect(failureText(failure, 'zh-CN').what).toContain('另一台机器在应答 VIP 198.51.100.199：MAC 02:00:00:00:00:01，从 nginx1、nginx2 看到')
})

it('how a node was lost is no code', () => {
  const check = { check: 'node-answers', subject: 'n2', from: 'n2', node: null, reason: 'node-lost' } as const
  expect(checkReasonText({ ...check, values: { failure: 'connection-lost' } }, 'zh-CN')).toBe('无法检查 n2：连接已断开。')
  // As an older record may have it.
  expect(checkReasonText({ ...check, values: { failure: 'no-sudo' } })).toBe('n2 could not be checked: something went wrong on the way.')
})

it('several of anything are joined as the language does', () =>
  expect(stepText({ code: 'install-packages', subjects: ['nginx', 'keepalived', 'curl'] }, 'zh-CN')).toBe('安装 nginx、keepalived、curl'))

describe('every code of a plan and a journal', () => {
  const subject = '/etc/a'
  const common = { at: 0, verb: 'commit' }
  const fault = (code: Fault['code']): Fault => ({ code, doing: code === 'step-failed' ? 'write-file' : null, subject, why: null })
  const why = (code: Why['code']): Why => ({ code, subject, value: '3' })
  const warning = (code: Warning['code']): Warning => ({ code, subject, copy: '/var/lib/hotpair/a' })
  const faultCodes = [...faults, 'killed', 'not-started'] as const
  const standings = [...nodeStates, 'unreachable', 'sick'] as const
  const nodes = ['nginx1', 'nginx2']
  const untils: readonly Stage['until'][] = [{ is: 'state', state: 'held' }, { is: 'sole-holder', node: 'nginx1' }, { is: 'verified' }]
  const lines: readonly JournalLine[] = [
    { ...common, event: 'begin', text: 'me@here' },
    { ...common, event: 'begin', text: '120' },
    ...nodeStates.map((text) => ({ ...common, verb: 'rollback', event: 'begin' as const, text })),
    { ...common, event: 'output', text: 'what a program printed' },
    ...(['do', 'unchanged', 'back', 'stuck'] as const).flatMap((event) =>
      doings.map((doing) => ({ ...common, event, doing, subject, step: null })),
    ),
    ...whys.map((code) => ({ ...common, event: 'why' as const, why: why(code) })),
    ...warnings.map((code) => ({ ...common, event: 'warn' as const, warning: warning(code) })),
    ...faultCodes.map((code) => ({ ...common, event: 'failed' as const, fault: fault(code) })),
    ...nodeStates.flatMap((state) => (['end', 'lost'] as const).map((event) => ({ ...common, event, state }))),
  ]

  /** What each code is, in words; `theirs`: text of a host or of an earlier version, which has no language of ours. */
  const walk = (language: Language): { code: string; text: string; theirs: boolean }[] => {
    const own = (code: string, text: string, theirs = false) => ({ code, text, theirs })
    return [
      ...stepCodes.map((code) => own(`step ${code}`, stepText({ code, subjects: [subject] }, language))),
      ...effects.map((effect) => own(`effect ${effect}`, effectText(effect, language))),
      ...faultCodes.map((code) => own(`fault ${code}`, faultText(fault(code), language), code === 'earlier')),
      ...whys.map((code) => own(`why ${code}`, faultText({ ...fault('step-failed'), why: why(code) }, language))),
      ...warnings.map((code) => own(`warning ${code}`, warningText(warning(code), language), code === 'earlier')),
      ...standings.map((state) => own(`standing ${state}`, standingText(state, language))),
      ...standings.map((state) => own(`look ${state}`, lookText([{ node: 'nginx1', state, fault: fault('no-space') }], language))),
      ...stageSchema.shape.does.options.flatMap((does) =>
        untils.flatMap((until) =>
          Object.entries(stageText({ does, nodes, until, settle: 0 }, language)).map(([part, text]) =>
            own(`stage ${does} ${until.is} ${part}`, text),
          ),
        ),
      ),
      ...lines.map((line) =>
        own(
          `line ${JSON.stringify(line)}`,
          journalText(line, language),
          line.event === 'output' ||
            (line.event === 'do' && line.doing === 'earlier') ||
            (line.event === 'begin' && line.text === 'me@here'),
        ),
      ),
    ]
  }

  it.each(['en', 'zh-CN'] as const)('is a sentence without a hole (%s)', (language) => {
    const said = walk(language)
    expect(said.length).toBeGreaterThan(180)
    expect(said.filter(({ text }) => text.trim() === '' || /\{\w+\}|undefined|null/.test(text))).toEqual([])
  })

  it('is Chinese in Chinese', () => {
    expect(walk('zh-CN').filter(({ text, theirs }) => !theirs && !/\p{Script=Han}/u.test(text))).toEqual([])
    const english = new Map(walk('en').map(({ code, text }) => [code, text]))
    expect(walk('zh-CN').filter(({ code, text, theirs }) => !theirs && english.get(code) === text)).toEqual([])
  })

  it('does not compile without its words', () => {
    type Words = typeof english
    type Planted<Table> = Table | 'planted'
    const {
      doings: say,
      faults: why,
      warnings: note,
      standings: stand,
      stages,
      effects: notice,
      journalEvents,
      conditions,
    } = deploymentWords.en
    // one more code of each list, for which nobody has written words
    // @ts-expect-error a doing without words
    const a: Record<Planted<Doing>, string> = say
    // @ts-expect-error a fault without words
    const b: Record<Planted<Fault['code']>, string> = why
    // @ts-expect-error a warning without words
    const c: Record<Planted<Warning['code']>, string> = note
    // @ts-expect-error a standing without words
    const d: Record<Planted<Look['state']>, string> = stand
    // @ts-expect-error a stage without words
    const e: Record<Planted<Stage['does']>, object> = stages
    // @ts-expect-error an effect without words
    const f: Record<Planted<Step['effect']>, string> = notice
    // @ts-expect-error an event of the journal without words
    const g: Record<Planted<JournalLine['event']>, string> = journalEvents
    // @ts-expect-error a condition without words
    const h: Record<Planted<Stage['until']['is']>, string> = conditions
    // and words of one language only
    const { 'write-file': _, ...fewer } = say
    // @ts-expect-error a doing without Chinese
    const chinese = fewer satisfies Words['doingsEn']
    // as they are, they do
    const all: Record<Doing, string> = say
    const events: Record<JournalLine['event'], string> = journalEvents
    for (const table of [a, b, c, d, e, f, g, h, chinese, all, events]) expect(Object.keys(table)).not.toContain('planted')
  })
})

describe('every failure, finding and issue', () => {
  const own: [code: string, en: string, chinese: string][] = [
    ...allFailures().flatMap((failure): [string, string, string][] => {
      const code = `${failure.kind} ${'reason' in failure.values ? failure.values.reason : ''}`
      const [en, chinese] = [failureText(failure, 'en'), failureText(failure, 'zh-CN')]
      return (['what', 'hosts', 'next'] as const).map((part) => [`${code} ${part}`, en[part], chinese[part]])
    }),
    ...allFindings().flatMap((finding): [string, string, string][] => {
      const [en, chinese] = [findingText(finding, 'en'), findingText(finding, 'zh-CN')]
      return (['fact', 'consequence', 'remedy'] as const).map((part) => [`${finding.rule} ${part}`, en[part], chinese[part]])
    }),
    ...allIssues().map((issue): [string, string, string] => [issue.code, issueLine(issue, 'en'), issueLine(issue, 'zh-CN')]),
    ...aspects.flatMap((aspect) =>
      conditions.flatMap((from) =>
        (['told', 'new', 'gone', 'changed'] as const).map((change): [string, string, string] => {
          const each = { aspect, subject: '<x>', change, from, to: '<y>' }
          return [`${aspect} ${change} ${from}`, differenceText(each, 'en'), differenceText(each, 'zh-CN')]
        }),
      ),
    ),
  ]

  it('is a sentence without a hole', () => {
    expect(own.length).toBeGreaterThan(700)
    expect(own.filter(([, ...texts]) => texts.some((text) => text.trim() === '' || /\{\w+\}|undefined|null|\[object/.test(text)))).toEqual(
      [],
    )
  })

  it('is Chinese in Chinese', () => {
    expect(own.filter(([, , chinese]) => !/\p{Script=Han}/u.test(chinese))).toEqual([])
    // no three English words in a row, but for commands, settings and what stands in quotes
    const quoted = /“[^”]*”|<[^>]*>|：[a-z-]+ .*|yum install \S+|apt-get clean|dnf clean \S+/g
    expect(own.filter(([, , chinese]) => /\b[a-z]+ [a-z]+ [a-z]+\b/.test(chinese.replace(quoted, '')))).toEqual([])
  })

  it('shows what the drill could not do in words', () => {
    const failure = new HotpairError('drill-failed', { node: 'nginx1', values: { reason: 'not-armed', output: 'no room' } }).failure
    expect(failureText(failure).what).not.toContain('not-armed')
    expect(failureText(failure, 'zh-CN').what).toMatch(/无法设置用于自动恢复的定时器.*\nno room$/)
  })

  it('does not compile without its words, or with a value that is not there', () => {
    const { failures } = failureWords.en
    // @ts-expect-error a kind without words
    const a: Record<FailureKind | 'planted', object> = failures
    // @ts-expect-error a reason without words
    const b: Record<ReasonOf<'keychain'> | 'planted', string> = failures.keychain.reasons
    // @ts-expect-error a rule without words
    const c: Record<FindingRule | 'planted', object> = findingWords.en
    // @ts-expect-error an issue without words
    const d: Record<IssueCode | 'planted', string> = issueWords.en.issues
    // @ts-expect-error a sentence that names what an issue has not
    const e = issueCatalogue({ ...issueWords.en.issues, url: 'Not {planted}.' })
    // @ts-expect-error a value is missing
    const f = () => new HotpairError('locked', { values: { deployment: 'a' } })
    // @ts-expect-error a value is misspelt
    const g = () => new HotpairError('locked', { values: { deployment: 'a', ovner: 'b' } })
    // @ts-expect-error a value too many
    const h = () => new HotpairError('locked', { values: { deployment: 'a', owner: 'b', planted: 'c' } })
    // @ts-expect-error values are needed
    const i = () => new HotpairError('locked')
    // @ts-expect-error no such reason
    const j = () => new HotpairError('keychain', { values: { reason: 'planted' } })
    // @ts-expect-error another reason's value
    const k = () => new HotpairError('plan-outdated', { values: { reason: 'forgotten', wanted: 'a' } })
    // @ts-expect-error a finding without its value
    const l = () => finding('error', 'vip-reserved', {})
    // @ts-expect-error a finding with another value
    const m = () => finding('error', 'vip-reserved', { vip: 'a', planted: 'b' })
    expect([a, b, c, d, e, f, g, h, i, j, k, l, m].map((each) => Object.keys(each).includes('planted'))).not.toContain(true)
    expect(new HotpairError('cancelled').failure).toEqual({ kind: 'cancelled', values: {}, hosts: 'unchanged' })
  })

  it('crosses the wire as it is, and no other does', () => {
    for (const failure of allFailures()) expect(failureSchema.parse(JSON.parse(JSON.stringify(failure)))).toEqual(failure)
    for (const each of allFindings()) expect(findingSchema.parse(JSON.parse(JSON.stringify(each)))).toEqual(each)
    expect(failureSchema.safeParse({ kind: 'keychain', values: { reason: 'planted' }, hosts: 'unchanged' }).success).toBe(false)
    expect(failureSchema.safeParse({ kind: 'locked', values: { deployment: 'a' }, hosts: 'unchanged' }).success).toBe(false)
  })
})
