import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { failureText } from '../../electron/contract/failure'
import { appendLine, appendSync, readLastLines, readText } from '../../electron/disk/regular'
import { asides, rotate } from '../../electron/disk/rotate'
import { HotpairError, type Failure } from '../../electron/domain/failure'
import { pairSchema } from '../../electron/domain/pair'
import { readPracticeLab } from '../../electron/engine/practice-lab'
import { credentialsOf } from '../../electron/remote/credentials'
import { openHostKeys } from '../../electron/remote/host-keys'
import { sshSuggestions } from '../../electron/remote/ssh-files'
import { openRecords } from '../../electron/store/audit'
import { openSettings } from '../../electron/store/documents'
import { openLog } from '../../electron/store/log'
import { loadPair, openPairs } from '../../electron/store/pairs'
import { readWindowState, writeWindowState } from '../../electron/window-state'

/** Files that are none: real pipes and devices, in the place of everything that is read because a user named it or because it lies there. */

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-disk-'))
})
afterEach(() => {
  // Whoever still waits at a pipe is let go, or the tests could not end.
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (statSync(join(folder, name), { throwIfNoEntry: false })?.isFIFO() === true) {
      execFileSync('timeout', ['1', 'sh', '-c', ': <>"$1"', 'sh', join(folder, name)])
    }
  }
  rmSync(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)
const pipe = (name: string): string => {
  execFileSync('mkfifo', [at(name)])
  return at(name)
}
const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no failure',
    (error: unknown) => String((error as { code?: string }).code ?? error),
  )
const failure = async (work: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await work.then(
    () => new Error('no failure'),
    (reason: unknown) => reason,
  )
  if (error instanceof HotpairError) return error.failure
  throw error
}

describe('reading', () => {
  test('a file, also through a link; its last lines; nothing beyond the limit', async () => {
    writeFileSync(at('file'), 'ä\nb\nc\n')
    symlinkSync(at('file'), at('link'))
    expect(await readText(at('link'), 7)).toBe('ä\nb\nc\n')
    expect(await code(readText(at('file'), 6))).toBe('too-large')
    expect(await readLastLines(at('file'), 100)).toBe('ä\nb\nc\n')
    // From the middle of a character on: the line that was cut is left out.
    expect(await readLastLines(at('file'), 6)).toBe('b\nc\n')
    expect(await code(readText(at('none'), 6))).toBe('ENOENT')
    // Their size is said to be 0.
    expect(await readText('/proc/self/status', 100_000)).toContain('Pid:')
    expect(await code(readText('/proc/self/status', 10))).toBe('too-large')
  })

  test('no pipe, no device, no socket, no folder, no terminal', async () => {
    const socket = createServer().listen(at('socket'))
    await new Promise((resolve) => socket.once('listening', resolve))
    symlinkSync('/dev/zero', at('link'))
    for (const file of [pipe('pipe'), at('link'), '/dev/zero', '/dev/urandom', '/dev/null', '/dev/ptmx', at('socket')]) {
      expect([file, await code(readText(file, 1000))]).toEqual([file, 'not-regular'])
      expect([file, await code(readLastLines(file, 1000))]).toEqual([file, 'not-regular'])
      expect([file, await code(appendLine(file, 'x', 0o600))]).toEqual([file, 'not-regular'])
      expect(() => appendSync(file, 'x')).toThrow(file)
    }
    expect(await code(readText(folder, 1000))).toBe('EISDIR')
    socket.close()
  })

  test('a pipe that takes the place of a file between the look and the opening', async () => {
    // A name that is a file and a pipe in turn, as quickly as it goes.
    writeFileSync(at('file'), 'text')
    pipe('pipe')
    const swapping = spawn('sh', ['-c', 'while ln -fT file now && ln -fT pipe now; do :; done'], { cwd: folder, stdio: 'ignore' })
    try {
      const seen = new Set<string>()
      for (let i = 0; i < 400; i += 1) seen.add(await code(readText(at('now'), 1000)))
      expect([...seen].filter((each) => !['no failure', 'not-regular', 'ENOENT'].includes(each))).toEqual([])
    } finally {
      swapping.kill('SIGKILL')
      await new Promise((resolve) => swapping.once('close', resolve))
    }
  })
})

describe('what a user names: a failure that says what is wrong, in both languages', () => {
  const node = (keyFile: string) =>
    pairSchema.parse({
      name: 'web',
      nodes: [
        { name: 'n1', address: '198.51.100.11', auth: 'key', keyFile },
        { name: 'n2', address: '198.51.100.12' },
      ],
      vips: ['198.51.100.199/24'],
      vrrp: { routerId: 66 },
    }).nodes[0]!
  const reads: Record<string, readonly [kind: Failure['kind'], read: (file: string) => Promise<unknown>]> = {
    'pair file': ['pair-unreadable', (file) => loadPair(file)],
    'key file': ['key-unreadable', (file) => credentialsOf(node(file), 'web', () => Promise.resolve(undefined))],
    known_hosts: ['known-hosts-unreadable', (file) => openHostKeys({ read: [file], write: at('own') }).algorithms('web1', 22)],
    'known_hosts that is written': ['known-hosts-unreadable', (file) => openHostKeys({ read: [], write: file }).algorithms('web1', 22)],
  }
  describe.each(Object.entries(reads))('%s', (_name, [kind, read]) => {
    const wrong: readonly (readonly [reason: string, make: () => string])[] = [
      ['not-regular', () => pipe('pipe')],
      ['not-regular', () => '/dev/zero'],
      ['EISDIR', () => folder],
      [
        'too-large',
        () => {
          execFileSync('truncate', ['-s', '100G', at('large')])
          return at('large')
        },
      ],
    ]
    test.each(wrong)('%s', async (reason, make) => {
      const file = make()
      const found = await failure(read(file))
      expect(found).toMatchObject({ kind, values: { file, reason } })
      for (const language of ['en', 'zh-CN'] as const) {
        const { what } = failureText(found, language)
        expect(what).toContain(file)
        expect(what).not.toContain(reason)
      }
    })
  })

  test('the practice lab’s file', async () => {
    await expect(readPracticeLab(pipe('lab'))).rejects.toThrow(`${at('lab')} is a pipe, a socket or a device`)
  })
})

describe('what lies in the folders of the user', () => {
  test('~/.ssh/config gives nothing', async () => {
    mkdirSync(at('.ssh'))
    pipe('.ssh/config')
    expect(await sshSuggestions(folder, {})).toMatchObject({ hosts: [] })
  })
  test('a saved pair is a problem among the others, settings are as if absent', async () => {
    mkdirSync(at('pairs'))
    pipe('pairs/web.yaml')
    expect((await openPairs(folder).list())[0]?.failure).toMatchObject({ kind: 'pair-unreadable', values: { reason: 'not-regular' } })
    pipe('settings.json')
    const settings = openSettings(folder)
    expect(await settings.read()).toBeUndefined()
    await settings.write({ language: 'en', theme: 'dark' })
    expect(await settings.read()).toEqual({ language: 'en', theme: 'dark' })
  })
  test('the records are not written', async () => {
    pipe('audit.jsonl')
    const records = openRecords(folder, (text) => text)
    expect(await failure(records.audit({ pair: 'web', what: 'x', result: 'y' }))).toMatchObject({
      kind: 'store-failed',
      values: { file: at('audit.jsonl'), reason: 'not-regular' },
    })
  })
  test('the log is refused by its name', () => {
    expect(() => openLog(pipe('hotpair.log'), (text) => text)).toThrow(at('hotpair.log'))
  })
  test('where the window was is not known, and kept anew', async () => {
    const state = { bounds: { x: 0, y: 0, width: 800, height: 600 }, maximized: false }
    expect(await readWindowState(pipe('window.json'), [state.bounds])).toBeNull()
    writeWindowState(at('window.json'), state)
    expect(await readWindowState(at('window.json'), [state.bounds])).toEqual(state)
  })
})

describe('rotation', () => {
  test('put aside when it is large, the oldest removed, nothing written over', () => {
    const limits = { most: 10, kept: 2 }
    expect(rotate(at('log'), limits)).toBeNull()
    const put: string[] = []
    for (let i = 0; i < 4; i += 1) {
      appendSync(at('log'), '12345')
      expect(rotate(at('log'), limits)).toBeNull()
      appendSync(at('log'), `${String(i)}7890`)
      // The time is part of the name.
      const before = new Date().toISOString()
      while (new Date().toISOString() === before);
      const done = rotate(at('log'), limits)
      expect(done?.removed).toEqual(put.length < 2 ? [] : [put[put.length - 2]])
      put.push(done?.aside ?? '')
    }
    expect(asides(at('log'))).toEqual([put[3], put[2]])
    expect(readFileSync(put[3]!, 'utf8')).toBe('1234537890')
    expect(readdirSync(folder)).toHaveLength(2)
  })
  test('what is not its own stays: other names, and a pipe', () => {
    for (const name of ['log.1', 'log.bak', 'log.2026-01-01', 'logs.2026-01-01T00-00-00.000Z.1']) writeFileSync(at(name), '')
    writeFileSync(at('log'), '1234567890')
    rotate(at('log'), { most: 1, kept: 0 })
    expect(readdirSync(folder)).toHaveLength(4)
    expect(rotate(pipe('pipe'), { most: 0, kept: 0 })).toBeNull()
  })
  test('two programs that write and put aside at once lose no line', async () => {
    const contents = `import { appendSync } from './regular'
import { rotate } from './rotate'
const [, , file, name] = process.argv
for (let i = 0; i < 2000; i += 1) {
  rotate(file, { most: 2000, kept: 10_000 })
  appendSync(file, name + i + '\\n')
}`
    const resolveDir = join(import.meta.dirname, '../../electron/disk')
    buildSync({ stdin: { contents, resolveDir }, bundle: true, platform: 'node', outfile: at('writer.cjs') })
    const ends = ['a', 'b', 'c'].map(
      (name) =>
        new Promise((resolve) => spawn(process.execPath, [at('writer.cjs'), at('log'), name], { stdio: 'inherit' }).once('close', resolve)),
    )
    expect(await Promise.all(ends)).toEqual([0, 0, 0])
    const lines = [at('log'), ...asides(at('log'))].flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
    expect(new Set(lines).size).toBe(6000)
    expect(asides(at('log')).length).toBeGreaterThan(10)
  })
})
