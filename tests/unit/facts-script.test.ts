import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HotpairError } from '../../electron/domain/failure'
import { clockOf } from '../../electron/facts/clock'
import type { Fact } from '../../electron/facts/fact'
import { ask, script } from '../../electron/facts/script'
import type { RunResult, Session } from '../../electron/remote/session'
import { sh } from '../../electron/remote/sh'

/** A session that runs the script on this machine, or answers what it is told. */
function session(answer?: (input: string) => Partial<RunResult>): Session & { seen: { command: string; input: string }[] } {
  const seen: { command: string; input: string }[] = []
  return {
    node: 'n1',
    channels: 0,
    reachedAt: null,
    seen,
    close: () => Promise.resolve(),
    run: (command, options = {}) => {
      const input = String(options.input)
      seen.push({ command: command.text, input })
      if (answer) return Promise.resolve({ stdout: '', stderr: '', status: 0, ...answer(input) })
      return new Promise((resolve) => {
        const child = execFile('/bin/sh', ['-s'], { maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
          resolve({ stdout, stderr, status: error ? Number(error.code) : 0 })
        })
        child.stdin?.end(input)
      })
    },
  }
}
const fact = (command: Fact<string>['command'], more: Partial<Fact<string>> = {}): Fact<string> => ({
  command,
  parse: (stdout, status) => `${String(status)} ${stdout}`,
  ...more,
})
const options = { salt: 'it’s $(salt)', now: Date.now }
const failure = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof HotpairError)) throw new Error('it did not fail as expected', { cause: error })
  return error.failure
}

describe('ask', () => {
  it('keeps questions apart: status, output, stdin, variables, exit', async () => {
    const { answers } = await ask(
      session(),
      {
        one: fact(sh`x=1; cd /; echo "a'b"; exit 3`),
        two: fact(sh`echo "$x$(pwd)" | sed ${'s|^/.*|elsewhere|'}; cat`),
        three: fact(sh`printf 'no newline'`),
        four: fact(sh`echo ${'$HOME; `id`\n"quoted"'}`),
        salted: fact(sh`cat "$salt"`),
        none: fact(sh`true`),
        err: fact(sh`echo oops >&2; false`),
      },
      options,
    )
    expect(answers).toEqual({
      one: "3 a'b",
      two: '0 elsewhere',
      three: '0 no newline',
      four: '0 $HOME; `id`\n"quoted"',
      salted: `0 ${options.salt}`,
      none: '0 ',
      err: '1 ',
    })
  })

  it('is one short command; the script and the salt go over stdin', async () => {
    const one = session()
    await ask(one, { one: fact(sh`true`) }, options)
    expect(one.seen.map(({ command }) => command)).toEqual(['sh -s'])
    expect(one.seen[0]?.input).toContain('$(salt)')
  })

  it('asks all at the same time', async () => {
    // Each waits until all three have begun: one after the other, the first would wait in vain.
    const folder = mkdtempSync(join(tmpdir(), 'hotpair-ask-'))
    const meet = (name: string) =>
      fact(
        sh`cd ${folder} || exit; : >${name}; n=0; until [ -e a ] && [ -e b ] && [ -e c ]; do n=$((n + 1)); [ $n -lt 100 ] || exit 1; sleep 0.05; done; echo met`,
      )
    try {
      const { answers } = await ask(session(), { one: meet('a'), two: meet('b'), three: meet('c') }, options)
      expect(answers).toEqual({ one: '0 met', two: '0 met', three: '0 met' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('ends what takes too long or says too much', async () => {
    expect(await failure(ask(session(), { slow: fact(sh`sleep 20`, { seconds: 1 }) }, options))).toMatchObject({
      kind: 'fact-unreadable',
      node: 'n1',
      values: { fact: 'slow', reason: 'slow', seconds: 1 },
    })
    const loud = { loud: fact(sh`yes`, { seconds: 5, bytes: 1000 }) }
    expect(await failure(ask(session(), loud, options))).toMatchObject({ values: { fact: 'loud' } })
    const bin = { bin: fact(sh`head -c 100 /bin/sh`) }
    expect(await failure(ask(session(), bin, options))).toMatchObject({ values: { fact: 'bin', reason: 'unexpected' } })
  }, 15_000)

  it('shows the output of a fact that cannot be read, but not of a hidden one', async () => {
    const never = {
      parse: () => {
        throw new Error('no')
      },
    }
    const shown = await failure(ask(session(), { x: fact(sh`printf 'what\033[2Jis it'`, never) }, options))
    expect(shown.values).toMatchObject({ output: expect.stringContaining('what [2Jis it') as string })
    const hidden = await failure(ask(session(), { x: fact(sh`echo s3cret`, { ...never, hidden: true }) }, options))
    expect(JSON.stringify(hidden)).not.toContain('s3cret')
  })

  it('does not take a cut-off or foreign output for answers', async () => {
    for (const stdout of ['', 'Last login: today\n', 'x clock 1\n\nx one 0\nhello\n\nx end 0\n']) {
      expect(
        await failure(
          ask(
            session(() => ({ stdout })),
            { one: fact(sh`true`) },
            options,
          ),
        ),
      ).toMatchObject({ kind: 'fact-unreadable', values: { fact: 'all' } })
    }
    expect(
      (
        await failure(
          ask(
            session(() => ({ status: 73, stderr: 'no space' })),
            { one: fact(sh`true`) },
            options,
          ),
        )
      ).values,
    ).toMatchObject({ reason: 'failed', status: 73, output: 'no space' })
  })

  it('leaves nothing behind', async () => {
    const { answers } = await ask(session(), { folder: fact(sh`dirname "$salt"`) }, options)
    const again = await ask(session(), { there: fact(sh`[ -e ${answers.folder.slice(2)} ] && echo yes || echo no`) }, options)
    expect(again.answers.there).toBe('0 no')
  })

  it('does nothing when it is cut off on its way', async () => {
    const whole = script({ one: fact(sh`echo harm`) }, 'mark', 'salt')
    for (const length of [50, Math.floor(whole.length / 2), whole.length - 8]) {
      const cut = session()
      const { stdout } = await cut.run(sh`sh -s`, { input: whole.slice(0, length) })
      expect(stdout).toBe('')
    }
  })
})

describe('clockOf', () => {
  it('is off by at most half the time between question and answer', () => {
    expect(clockOf({ node: '1700000000:500000000', before: 1_700_000_000_000, after: 1_700_000_000_200 })).toEqual({
      offset: 400,
      error: 100,
    })
  })
  it('knows seconds only with busybox', () => {
    expect(clockOf({ node: '1700000000:%N', before: 1_700_000_000_400, after: 1_700_000_000_600 })).toEqual({ offset: 0, error: 600 })
  })
  it('reads nothing else', () => {
    expect(clockOf({ node: 'date: invalid option', before: 0, after: 0 })).toBeUndefined()
  })
})
