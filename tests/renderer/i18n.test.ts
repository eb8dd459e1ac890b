// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from '../../renderer/i18n/en'
import { duration, speak, t } from '../../renderer/i18n/i18n.svelte'
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
  .filter((file) => /\.(svelte|ts)$/.test(file) && !file.startsWith('i18n'))
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

  it('have no English left in the Chinese ones', () => {
    const names = /\{\w+\}|Hotpair|nginx|keepalived|curl|English/g
    const same = [...english].filter(
      ([key, message]) => chinese.get(key) === message && /[a-z]{3}/i.test(textOf(message).replace(names, '')),
    )
    expect(same.map(([key]) => key)).toEqual([])
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
  })

  it('keeps a placeholder without a value visible', () => expect(fill('{a} and {b}', { a: 'x' }, 'en')).toBe('x and {b}'))

  it.each([
    [180, '180 ms'],
    [1440, '1.4 s'],
    [125_000, '2 min 5 s'],
  ])('writes %d ms as %s', (ms, text) => expect(duration(ms)).toBe(text))
})
