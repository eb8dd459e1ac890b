import { EventEmitter } from 'node:events'
import type { Client } from 'ssh2'
import { describe, expect, test } from 'vitest'
import { HotpairError } from '../../electron/domain/failure'
import { printable } from '../../electron/domain/printable'
import { execute } from '../../electron/remote/exec'
import { SudoDialogue, sudoRefusal } from '../../electron/remote/sudo'
import { redactDeep, redactor } from '../../electron/store/redaction'

/** A host that says the password back: whatever it has, and however the network cuts it, the redactor still knows it. */

const passwords = ['pässwörd', '密码很长', 'café', 'ключ-1', '😀😀x']
const mark = '0123456789abcdef0123456789abcdef'

/** Where bytes can be cut in two. */
const cuts = (bytes: Buffer): number[] => Array.from({ length: bytes.length - 1 }, (_, i) => i + 1)

describe.each(passwords)('%s', (password) => {
  const redact = redactor([password])
  test('said by sudo, cut anywhere', () => {
    const bytes = Buffer.from(`sudo: cannot\x1b[1m run ${password}: no such file\n`)
    for (const cut of cuts(bytes)) {
      const dialogue = new SudoDialogue(mark)
      dialogue.feed(bytes.subarray(0, cut))
      dialogue.feed(bytes.subarray(cut))
      const { failure } = sudoRefusal(dialogue.said, 'n1', 'ops')
      expect(redactDeep(redact, failure.values)).toMatchObject({ detail: 'sudo: cannot [1m run [secret]: no such file' })
    }
  })
  test('said in the place of a shell, cut anywhere', async () => {
    const bytes = Buffer.from(`Welcome\r\nyou are ${password}, are you?\nbye\n`)
    for (const cut of cuts(bytes)) {
      const output = redact(await saidBy([bytes.subarray(0, cut), bytes.subarray(cut)]))
      // Only whole lines of what has come.
      expect(output).toMatch(/^Welcome( you are \[secret\], are you\?( bye)?)?$/)
    }
  })
})

test('control characters become blanks, which join nothing', () => {
  expect(printable('a\0b\x1b[2Jc\u202ed\u2028e\nä\x7f\x9b')).toBe('a b [2Jc d e\nä  ')
})

/** What the failure shows when these chunks come instead of the greeting. */
async function saidBy(chunks: readonly Buffer[]): Promise<string> {
  const channel = Object.assign(new EventEmitter(), {
    stderr: Object.assign(new EventEmitter(), { resume: () => undefined }),
    end: () => undefined,
    close: () => undefined,
    resume: () => undefined,
  })
  const client = {
    exec: (_text: string, opened: (error: undefined, channel: unknown) => void) => {
      opened(undefined, channel)
      for (const chunk of chunks) channel.emit('data', chunk)
      channel.emit('exit', 0)
      channel.emit('close')
    },
  }
  const work = execute(client as unknown as Client, {
    node: 'n1',
    text: 'x',
    shown: 'x',
    input: undefined,
    timeout: 5000,
    signal: undefined,
    onLine: undefined,
    collect: true,
    greeting: () => false,
    sudo: undefined,
    alive: () => true,
  })
  const error: unknown = await work.catch((reason: unknown) => reason)
  if (!(error instanceof HotpairError)) throw new Error('it did not fail')
  return error.failure.kind === 'command-failed' ? error.failure.values.output : ''
}
