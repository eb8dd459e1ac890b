import { randomBytes } from 'node:crypto'
import { ZodError } from 'zod'
import { HotpairError, type ValuesOf } from '../domain/failure'
import { printable } from '../domain/printable'
import { sh, type Sh } from '../remote/sh'
import type { Session } from '../remote/session'
import { bytesOf, ranOut, read, secondsOf, Unreadable, type Fact } from './fact'

/**
 * All questions in one script, so that a node is asked once: each on its own (a shell, a time limit, no stdin, bounded output), all at
 * the same time. It is for dash, bash and busybox. It writes nothing but a folder in memory, which it removes.
 */

type Questions = Readonly<Record<string, Fact<unknown>>>
export type Answers<Q extends Questions> = { readonly [K in keyof Q]: ReturnType<Q[K]['parse']> }

export interface AskOptions {
  /** Put in the file $salt for the questions; it goes over stdin and is in no command line. */
  readonly salt: string
  /** ms since 1970, of the operator's clock. */
  readonly now: () => number
  /** ms for all of them; by default 60,000. */
  readonly timeout?: number
  readonly signal?: AbortSignal
}

/** The node's clock: what it read, and the operator's time before the question and at the answer. ms. */
export interface ClockReading {
  readonly node: string
  readonly before: number
  readonly after: number
}

// A function, since a script that was cut off on its way must not run in part.
const frame = (mark: string, salt: string, asked: Sh, names: readonly string[]): Sh => sh`facts() {
  PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin LC_ALL=C LANGUAGE=C
  export PATH LC_ALL LANGUAGE
  unset SYSTEMD_COLORS GREP_OPTIONS ENV BASH_ENV
  umask 077
  printf '%s clock %s\n' ${mark} "$(date +%s:%N)"
  for place in /run /dev/shm /tmp; do folder=$(mktemp -d "$place/hotpair-facts.XXXXXX" 2>/dev/null) && break; done
  [ -n "$folder" ] || exit 73
  trap 'rm -rf "$folder"' EXIT
  trap 'exit 129' HUP INT PIPE TERM
  salt=$folder/salt
  export salt
  printf %s ${salt} >"$salt"
  if timeout -k 1 1 true 2>/dev/null; then limit='timeout -k 1'; else limit=timeout; fi
${asked}
  wait
  set --
  for name in ${names}; do
    status=
    [ ! -f "$folder/$name.status" ] || read -r status <"$folder/$name.status"
    printf '\n%s %s %s\n' ${mark} "$name" "$status" >"$folder/$name.head"
    set -- "$@" "$folder/$name.head" "$folder/$name"
  done
  cat "$@"
  printf '\n%s end 0\n' ${mark}
}
ask() {
  { $limit "$2" sh -c "$4" </dev/null 2>/dev/null; echo $? >"$folder/$1.status"; } | head -c "$3" >"$folder/$1" &
}
facts
`

/** The script as it is sent. `mark` separates the answers and must be a secret of this run. */
export function script(questions: Questions, mark: string, salt: string): string {
  const asked = Object.entries(questions).map(([name, fact]) => sh`  ask ${name} ${secondsOf(fact)} ${bytesOf(fact)} ${fact.command.text}`)
  return frame(
    mark,
    salt,
    asked.reduce(
      (before, each) => sh`${before}
${each}`,
    ),
    Object.keys(questions),
  ).text
}

/** Asks all questions in one exec. Raises fact-unreadable for the first that cannot be read, and what Session.run does. */
export async function ask<Q extends Questions>(
  session: Session,
  questions: Q,
  options: AskOptions,
): Promise<{ answers: Answers<Q>; clock: ClockReading }> {
  const mark = randomBytes(16).toString('hex')
  const before = options.now()
  let after: number | undefined
  const { stdout, stderr, status } = await session.run(sh`sh -s`, {
    root: true,
    input: script(questions, mark, options.salt),
    timeout: options.timeout ?? 60_000,
    ...(options.signal ? { signal: options.signal } : {}),
    onLine: (line) => {
      if (line.startsWith(`${mark} clock `)) after ??= options.now()
    },
  })
  const failed = (values: ValuesOf<'fact-unreadable'>, cause?: unknown) =>
    new HotpairError('fact-unreadable', { node: session.node, values: { ...values, output: shown(values.output) }, cause })

  const [head = '', ...parts] = stdout.split(`\n${mark} `)
  if (status !== 0 || parts.at(-1)?.trimEnd() !== 'end 0')
    throw failed({ reason: 'failed', status: status ?? -1, fact: 'all', output: stderr })
  const replies = new Map(parts.slice(0, -1).map((part) => [part.split(' ', 1)[0], part]))
  const answers = Object.entries(questions).map(([name, fact]) => {
    const [, code, output] = /^\S+ (\d+)\n([^]*)$/.exec(replies.get(name) ?? '') ?? []
    if (code === undefined || output === undefined) throw failed({ reason: 'silent', fact: name, output: '' })
    try {
      return [name, read(fact, output.replace(/\n$/, ''), Number(code))]
    } catch (error) {
      const given = {
        fact: name,
        output: fact.hidden ? '' : output,
        detail: error instanceof Unreadable ? error.message : error instanceof ZodError ? expectedBy(error) : '',
      }
      if (ranOut(Number(code))) throw failed({ ...given, reason: 'slow', seconds: secondsOf(fact) }, error)
      throw failed(code === '0' ? { ...given, reason: 'unexpected' } : { ...given, reason: 'failed', status: Number(code) }, error)
    }
  })
  return {
    // The keys are those of the questions, each with what its own parse returned.
    answers: Object.fromEntries(answers) as Answers<Q>,
    clock: { node: head.replace(`${mark} clock `, ''), before, after: after ?? options.now() },
  }
}

/** Where in the value, and what was expected there. */
const expectedBy = ({ issues: [issue] }: ZodError): string => `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`

/** What a failure shows of an output: printable, short. */
const shown = (output: string): string => printable(output).trim().slice(0, 500)
