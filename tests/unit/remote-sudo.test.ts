import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sh } from '../../electron/remote/sh'
import { plainCommand, sudoCommand, SudoDialogue, sudoRefusal } from '../../electron/remote/sudo'

const mark = '0123456789abcdef0123456789abcdef'

describe('the talk on stderr', () => {
  const talk = `We trust you have received the usual lecture.\n${mark}:prompt:Sorry, try again.\n${mark}:prompt:sudo: warning\n${mark}:start\nown \xff stderr\n${mark}:prompt:\n`
  test('however the network cuts it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: talk.length }), { maxLength: 12 }), (cuts) => {
        const bytes = Buffer.from(talk, 'latin1')
        const dialogue = new SudoDialogue(mark)
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        const fed = edges.slice(1).map((end, i) => dialogue.feed(bytes.subarray(edges[i], end)))
        expect(fed.flatMap((each) => each.events)).toEqual(['prompt', 'prompt', 'start'])
        // After the start nothing is sudo's: a command may print what it likes.
        expect(Buffer.concat(fed.map((each) => each.rest)).toString('latin1')).toBe(`own \xff stderr\n${mark}:prompt:\n`)
        expect(dialogue.said).not.toContain(mark)
      }),
    )
  })
  test('a host that talks for ever is not kept in memory', () => {
    const dialogue = new SudoDialogue(mark)
    for (let i = 0; i < 100; i += 1) dialogue.feed(Buffer.alloc(10_000, 'x'))
    expect(dialogue.said).toHaveLength(2000)
    expect(dialogue.feed(Buffer.from(`${mark}:start\n`)).events).toEqual(['start'])
  })
})

describe('the wrapper, through the real sh and a stand-in for sudo', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hotpair-sudo-'))
    // Reads the prompt's name and runs what comes after --, as sudo does; byte by byte like sudo it leaves the rest of stdin alone.
    writeFileSync(
      join(folder, 'sudo'),
      '#!/bin/sh\nwhile [ "$1" != -- ]; do [ "$1" = -p ] && printf %s "$2" >&2; shift; done\nshift\n[ -n "$ASKS" ] && read -r password\nexec "$@"\n',
    )
    chmodSync(join(folder, 'sudo'), 0o755)
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const run = (text: string, input = '', env: NodeJS.ProcessEnv = {}) =>
    spawnSync('sh', ['-c', text], { input, encoding: 'utf8', env: { PATH: `${folder}:/usr/bin:/bin`, ...env } })

  test('command, quotes, status, locale and stdin pass through', () => {
    const command = sh`printf '%s|' ${[`it's "$HOME" \\ `, 'ä']} "$LC_ALL"; cat; echo err >&2; exit 7`
    for (const wrapped of [plainCommand(command), sudoCommand(command, mark, false)]) {
      const result = run(wrapped.text, 'payload')
      expect([result.status, result.stdout]).toEqual([7, `it's "$HOME" \\ |ä|C|payload`])
    }
    const asked = run(sudoCommand(command, mark, true).text, 'secret\npayload', { ASKS: '1' })
    expect(asked.stdout).toBe(`it's "$HOME" \\ |ä|C|payload`)
    expect(asked.stderr).toBe(`${mark}:prompt:${mark}:start\nerr\n`)
  })
  test('no sudo at all', () => {
    const bare = mkdtempSync(join(tmpdir(), 'hotpair-bare-'))
    for (const name of ['env', 'sh']) writeFileSync(join(bare, name), `#!/bin/sh\nexec /usr/bin/${name} "$@"\n`, { mode: 0o755 })
    const text = sudoCommand(sh`true`, mark, true).text.replaceAll(':/usr/local/sbin:/usr/sbin:/sbin', '')
    const result = spawnSync('/bin/sh', ['-c', text], { encoding: 'utf8', env: { PATH: bare } })
    expect([result.status, result.stderr]).toEqual([127, `${mark}:missing\n`])
    rmSync(bare, { recursive: true })
  })
})

test.each([
  ['guest is not in the sudoers file.  This incident will be reported.', 'no-sudo', 'not-allowed'],
  ["Sorry, user guest is not allowed to execute '/bin/sh' as root on web1.", 'no-sudo', 'not-allowed'],
  ['Sorry, user guest may not run sudo on web1.', 'no-sudo', 'not-allowed'],
  ["sudo: I'm sorry guest. I'm afraid I can't do that", 'no-sudo', 'not-allowed'],
  ['sudo: sorry, you must have a tty to run sudo', 'no-sudo', 'requiretty'],
  ['sudo: a password is required', 'sudo-password', 'required'],
  ['sudo: 3 incorrect password attempts', 'sudo-password', 'wrong'],
  ['sudo: 1 incorrect password attempt', 'sudo-password', 'wrong'],
  ['', 'no-sudo', 'silent'],
  ['sudo: /etc/sudoers is world writable', 'no-sudo', 'other'],
])('%s', (said, kind, reason) => {
  const detail = reason === 'other' ? { detail: said } : {}
  expect(sudoRefusal(said, 'n1', 'guest').failure).toMatchObject({ kind, node: 'n1', values: { user: 'guest', reason, ...detail } })
})
