import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { chosenLanguage, systemLanguage } from '../../electron/cli/language'
import { hotpair, programOf } from '../../electron/cli/program'
import { pairTemplate } from '../../electron/cli/template'
import { catalogues, voiceOf, type Key } from '../../electron/cli/wording'
import { languages } from '../../electron/contract/language'
import type { Call } from '../../electron/contract/wire'
import { failureKinds, HotpairError } from '../../electron/domain/failure'
import { parsePair } from '../../electron/store/pairs'
import { plannedOutput } from '../renderer/planned'
import { failuresOf } from '../samples'
import { coursesTo, events } from './cli-courses'
import { outside } from './cli-outside'

/** The command line in another language: every command as a person starts it, the engine apart, says nothing of ours in English. */

let answer: (command: string, call: Call) => Promise<unknown>
vi.mock('../../electron/cli/session', () => ({
  openCommandLine: (_options: unknown, call: Call) =>
    Promise.resolve({ wire: { request: (command: string) => answer(command, call) }, call, redact: <T>(value: T): T => value }),
}))

const { folder, pairFile, terminal } = outside()

/** What a line says beside commands to type, files and their differences, what is quoted, and what a program of the host said. */
const said = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => !/^\s*(?:\$|[-+@│ ] ?[-+@ ]|\S+\$ )|^ {4}/.test(line) || /\p{Script=Han}/u.test(line))
    .map((line) => line.replaceAll(/[“"`][^”"`]*[”"`]|\S*[/_=|<>]\S*|--[\w-]+|curl: .*/g, ''))
/** Three plain English words in a row are a sentence. */
const english = (text: string): string[] => said(text).filter((line) => /(?:\b[A-Za-z][a-z]+[,.]? ){2}[a-z]{2,}/.test(line))

describe('which language', () => {
  test.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'C', LC_MESSAGES: 'zh_TW.UTF-8' }, 'zh-CN'],
    [{ LANG: 'zh_CN', LC_ALL: '' }, 'zh-CN'],
    [{ LANG: 'de_DE.UTF-8' }, 'en'],
    [{}, 'en'],
  ])('%o: %s', (env, language) => {
    expect(systemLanguage(env)).toBe(language)
  })
  test.each([
    [['plan', 'x', '--lang', 'zh-CN'], 'zh-CN'],
    [['--lang=zh-CN', 'plan', 'x'], 'zh-CN'],
    [['--lang', 'zh-CN', 'plan', '--lang', 'en'], 'en'],
    [['plan', '--', '--lang', 'zh-CN'], 'en'],
    [['plan', 'x', '--lang'], 'en'],
  ])('%j: %s', (args, language) => {
    expect(chosenLanguage(args, {})).toBe(language)
  })
  test('another one is refused, in the language of the system', async () => {
    expect(await hotpair(['plan', pairFile, '--lang', 'fr'], { LANG: 'zh_CN.UTF-8' })).toBe(64)
    expect(terminal.stderr).toContain('fr')
    expect(terminal.stderr).toMatch(/\p{Script=Han}/u)
  })
})

describe('the catalogues', () => {
  const names = (text: string): string[] => [...text.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name = '']) => name).sort()
  test.each(Object.keys(catalogues.en) as Key[])('%s names the same values in both', (key) => {
    expect(names(catalogues['zh-CN'][key])).toEqual(names(catalogues.en[key]))
  })
  test('what init writes is a pair in either language', () => {
    for (const language of languages) expect(parsePair(pairTemplate(voiceOf(language)), 'pair.yaml').name).toBe('web')
  })
})

describe('in Chinese', () => {
  test('an English sentence would be seen', () => {
    expect(english('  ✓ 已完成。The hosts are as before.')).toHaveLength(1)
    expect(english('Nothing of the pair is left')).toHaveLength(1)
  })

  const chinese = (...args: string[]) => hotpair([...args, '--lang', 'zh-CN'], {})
  const commands = programOf(voiceOf('en'), () => undefined).commands.map((command) => command.name())

  test.each(['', ...commands])('the help of “%s”', async (command) => {
    expect(await chinese(...(command === '' ? [] : [command]), '--help')).toBe(0)
    expect(terminal.stdout).toMatch(/^用法：/m)
    expect(english(terminal.stdout)).toEqual([])
    // the words of the parser
    expect(terminal.stdout).not.toMatch(/Usage|Options|Commands|Arguments|default:|display help/)
    expect(terminal.stderr).toBe('')
  })

  test.each([
    [['plan'], 64],
    [['plan', pairFile, '--no-such'], 64],
    [['no-such'], 64],
    [['plan', pairFile, 'more'], 64],
    [['export', pairFile], 64],
    [['plan', join(folder, 'nothing.yaml')], 64],
  ])('a complaint about %j', async (args, exit) => {
    expect(await chinese(...args)).toBe(exit)
    expect(terminal.stderr).toMatch(/\p{Script=Han}/u)
    expect(english(terminal.stderr)).toEqual([])
  })

  test.each(coursesTo(folder))('what %s says', async (name, _register, words, _command, output) => {
    answer = (command, call) => {
      for (const event of events()) call.emit(event)
      return Promise.resolve(command === 'pair.plan' && name !== 'plan' ? plannedOutput('fresh') : output)
    }
    await chinese(name, pairFile, ...words)
    expect(terminal.stdout + terminal.stderr).toMatch(/\p{Script=Han}/u)
    expect(english(terminal.stdout + terminal.stderr)).toEqual([])
  })

  test.each(failureKinds)('the failure %s', async (kind) => {
    const [failure] = failuresOf(kind, (value) => value)
    if (failure === undefined) throw new Error(kind)
    answer = () => Promise.reject(HotpairError.of(failure))
    await chinese('verify', pairFile)
    expect(english(terminal.stderr)).toEqual([])
  })

  test('what init writes, and says', async () => {
    const file = join(folder, 'new.yaml')
    expect(await chinese('init', file)).toBe(0)
    expect(english(terminal.stdout + readFileSync(file, 'utf8'))).toEqual([])
  })
})
