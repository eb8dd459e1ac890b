import { describe, expect, it } from 'vitest'
import { failureText } from '../../electron/contract/failure'
import { findingText } from '../../electron/contract/finding'
import { checkWords, failureWords, findingWords } from '../../electron/contract/wording'

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
] as const)("the engine's words of %s", (_, words) => {
  const english = sentences(words.en)
  const chinese = new Map(sentences(words['zh-CN']))

  it('are there in Chinese', () => expect([...chinese.keys()].sort()).toEqual(english.map(([path]) => path).sort()))
  it.each(english)('%s has the same placeholders', (path, text) =>
    expect(placeholders(chinese.get(path) ?? '')).toEqual(placeholders(text)),
  )
})

it('a failure is told in the language asked for', () => {
  const failure = { kind: 'key-passphrase', node: 'nginx1', values: { file: '~/.ssh/id', reason: 'missing' }, hosts: 'unchanged' } as const
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
  const findings = [
    { rule: 'vip-in-use', severity: 'error', node: 'nginx1', values: { vip: '198.51.100.199', mac: '02:00:00:00:00:01', nodes: 'nginx1' } },
  ]
  const values = { rules: 'nginx1: vip-in-use', findings: JSON.stringify(findings) }
  const failure = { kind: 'preflight-refused', values, hosts: 'unchanged' } as const
  expect(failureText(failure).what).toBe(
    'Preflight refuses. nginx1: Another machine answers for the VIP 198.51.100.199: MAC 02:00:00:00:00:01, seen from nginx1.',
  )
  expect(failureText(failure, 'zh-CN').what).toContain('另一台机器在应答 VIP 198.51.100.199')
  expect(failureText({ ...failure, values: { rules: values.rules } }).what).toBe('Preflight refuses. nginx1: vip-in-use')
})

it('a finding of a rule without words is shown by its name', () => {
  const finding = { rule: 'of-a-newer-engine', severity: 'info', values: {} } as const
  expect(findingText(finding, 'zh-CN').fact).toBe('of-a-newer-engine')
})
