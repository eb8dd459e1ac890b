// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from '../../renderer/i18n/en'
import { ago, duration, list, speak, t } from '../../renderer/i18n/i18n.svelte'
import { fill, type Message } from '../../renderer/i18n/messages'
import { zhCN } from '../../renderer/i18n/zh-CN'

const placeholders = (text: string): string[] => [...new Set([...text.matchAll(/\{([a-zA-Z]+)\}/g)].map((match) => match[1] ?? ''))].sort()
const textOf = (message: Message): string => (typeof message === 'string' ? message : message.other)

const flat = (catalogue: Readonly<Record<string, Readonly<Record<string, Message>>>>): Map<string, Message> =>
  new Map(
    Object.entries(catalogue).flatMap(([screen, words]) =>
      Object.entries(words).map(([key, message]) => [`${screen}.${key}`, message] as const),
    ),
  )

const sources = readdirSync('renderer', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(svelte|ts)$/.test(file) && !/^i18n.(en|zh-CN)/.test(file))
  .map((file) => readFileSync(join('renderer', file), 'utf8'))
  .join('\n')

describe('the words', () => {
  const english = flat(en)
  const chinese = flat(zhCN)

  it('are the same in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it.each([...english])('%s has the same placeholders', (key, message) => {
    const other = chinese.get(key)
    expect(other === undefined ? [] : placeholders(textOf(other))).toEqual(placeholders(textOf(message)))
  })

  it('are all used', () => {
    expect([...english.keys()].filter((key) => !sources.includes(`'${key}'`))).toEqual([])
  })

  it('are all there', () => {
    // In tables of keys the types see to it.
    const used = [...sources.matchAll(/\bt\(\s*'([a-z]+\.[a-zA-Z]\w*)'/g)].map((match) => match[1] ?? '')
    expect([...new Set(used)].filter((key) => !english.has(key))).toEqual([])
  })
})

/** Every form of every sentence, with its key. */
const sentences = (catalogue: Map<string, Message>): { key: string; text: string }[] =>
  [...catalogue].flatMap(([key, message]) =>
    (typeof message === 'string' ? [message] : [message.one, message.other]).flatMap((text) => (text === undefined ? [] : [{ key, text }])),
  )
const found = (all: readonly { key: string; text: string }[], wrong: RegExp): string[] =>
  all.filter(({ text }) => wrong.test(text)).map(({ key, text }) => `${key}: ${text}`)

describe('the glossary', () => {
  const rows = readFileSync('renderer/i18n/GLOSSARY.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const terms = rows
    .slice(2)
    .map(([, english = '', chinese = '', , not = '']) => ({ english, chinese, not: not.split('、').filter(Boolean) }))
  const banned = terms.flatMap(({ english, chinese, not }) =>
    not.map((word) => ({ word, term: /\p{Script=Han}/u.test(word) ? chinese : english })),
  )

  it('is a table of terms', () => {
    expect(rows[0]?.slice(1, 5)).toEqual(['en', 'zh-CN', 'what it means', 'not'])
    expect(terms.length).toBeGreaterThan(30)
    expect(terms.filter(({ english, chinese }) => english === '' || !/\p{Script=Han}|VIP/u.test(chinese))).toEqual([])
    expect(banned.length).toBeGreaterThan(30)
  })

  it.each(banned)('$word is nowhere: it is $term', ({ word }) => {
    const han = /\p{Script=Han}/u.test(word)
    const wrong = new RegExp(han ? word : `(?<![a-z])${word}(?![a-z])`, 'i')
    expect(found(sentences(flat(han ? zhCN : en)), wrong)).toEqual([])
  })
})

describe('the Chinese', () => {
  // A placeholder is a name or a number; those that are Chinese words stand without spaces.
  const chinese = sentences(flat(zhCN)).filter(({ key }) => key !== 'app.languageEn')
  const filled = chinese.map(({ key, text }) => ({ key, text: text.replace(/ ?\{(ago|what)\} ?/g, '甲').replace(/\{\w+\}/g, 'x1') }))

  it('has a space between Han and Latin letters or digits', () => {
    expect(found(filled, /\p{Script=Han}[a-z0-9~/]|[a-z0-9]\p{Script=Han}/iu)).toEqual([])
  })

  it('has none beside full-width punctuation, nor between Han', () => {
    expect(found(filled, /[，。：；？！、（）“”…] | [，。：；？！、（）“”…]|\p{Script=Han} \p{Script=Han}/u)).toEqual([])
  })

  it('has full-width punctuation', () => {
    expect(found(filled, /\p{Script=Han} ?[,.:;?!()"']|[,.:;?!("'] ?\p{Script=Han}/u)).toEqual([])
    expect(found(filled, /["'‘’]|\.\.\.|(?<!…)…(?!…)/u)).toEqual([])
  })

  it('says 您', () => expect(found(chinese, /你/)).toEqual([]))

  it('has no English but names of programs, of systems and of protocols', () => {
    const names = new Set(
      `Hotpair nginx keepalived curl tcpdump firewalld nftables systemd sshd sudo root hotpair.sh Linux Debian Ubuntu RHEL SELinux YAML JSON
      VIP VRRP VRRPv2 VRRPv3 VRID ID IP IPv4 IPv6 SSH DNS ARP HTTPS priority default_server
      systemctl status journalctl -u ip -br addr ssh-add ssh-keygen -p -f FILE user@host:port HOST:PORT`.split(/\s+/),
    )
    const words = (text: string): string[] =>
      text.replace(/\{\w+\}|https?:\/\/|[~/]*\/[\w./]+|\w+\.example\.org/g, ' ').match(/[-\w.:@]*[a-z][-\w.:@]*/gi) ?? []
    expect(chinese.filter(({ text }) => words(text).some((word) => !names.has(word)))).toEqual([])
  })
})

describe('the English', () => {
  it('has typographic quotes and one way to write that something goes on', () => {
    expect(found(sentences(flat(en)), /["'‘]|\.\.\.|\S…/)).toEqual([])
  })
})

describe('t', () => {
  it('speaks the language that is set', () => {
    speak('en')
    expect(t('app.next')).toBe('Next')
    speak('zh-CN')
    expect(t('app.next')).toBe('下一步')
    expect(document.documentElement.lang).toBe('zh-CN')
    speak('en')
  })

  it('chooses plural forms and writes numbers as the language does', () => {
    const message = { one: '{count} file', other: '{count} files' }
    expect(fill(message, { count: 1 }, 'en')).toBe('1 file')
    expect(fill(message, { count: 1234 }, 'en')).toBe('1,234 files')
    expect(fill({ other: '{count} 个文件' }, { count: 1 }, 'zh-CN')).toBe('1 个文件')
    expect(fill('从 {from} 发起', { from: 'nginx1' }, 'zh-CN')).toBe('从 nginx1 发起')
    expect(fill('从 {from} 发起', { from: '本机' }, 'zh-CN')).toBe('从本机发起')
  })

  it('keeps a placeholder without a value visible', () => expect(fill('{a} and {b}', { a: 'x' }, 'en')).toBe('x and {b}'))

  it.each([
    [180, '180 ms'],
    [1440, '1.4 s'],
    [125_000, '2 min 5 s'],
  ])('writes %d ms as %s', (ms, text) => expect(duration(ms)).toBe(text))

  it.each([
    [180, '180 毫秒'],
    [1440, '1.4 秒'],
    [125_000, '2 分钟 5 秒'],
  ])('writes %d ms as %s', (ms, text) => {
    speak('zh-CN')
    expect(duration(ms)).toBe(text)
    speak('en')
  })

  it('says how long ago', () => {
    const now = Date.parse('2026-11-25T12:00:00Z')
    expect([ago('2026-11-25T11:59:30Z', now), ago('2026-11-25T11:57:00Z', now)]).toEqual(['just now', '3 minutes ago'])
    speak('zh-CN')
    expect([ago('2026-11-25T11:59:30Z', now), ago('2026-11-25T11:57:00Z', now)]).toEqual(['刚刚', '3 分钟前'])
    expect(t('home.asked', { ago: ago('2026-11-25T12:00:00Z', now) })).toBe('刚刚检查过')
    expect(list(['nginx1', 'nginx2'])).toBe('nginx1 和 nginx2')
    speak('en')
  })
})
