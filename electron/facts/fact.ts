import type { Sh } from '../remote/sh'

/**
 * A fact is a question and a pure reading. `parse` gets what the command printed on stdout, without the last newline, and its exit
 * status. What cannot be read throws; it never turns into a default.
 */
export interface Fact<T> {
  readonly command: Sh
  readonly parse: (stdout: string, status: number) => T
  /** Seconds after which the command is ended and the fact is unreadable; by default 10. */
  readonly seconds?: number
  /** Bytes of output from which on the fact is unreadable; by default 65,536. */
  readonly bytes?: number
  /** True: the output may hold the user's own secrets and is not shown in a failure. */
  readonly hidden?: boolean
}

/** What a reading throws. Its message says what was expected, never what was found: that may be secret or hostile. */
export class Unreadable extends Error {}

/** timeout(1): 124, or 137 when SIGKILL was needed; busybox: 143 */
export const ranOut = (status: number): boolean => status === 124 || status === 137 || status === 143

export const secondsOf = (fact: Fact<unknown>): number => fact.seconds ?? 10
export const bytesOf = (fact: Fact<unknown>): number => fact.bytes ?? 65_536

/**
 * Reads an answer: refuses what was cut off, what ran out of time and what is not text, then parses it. Throws Unreadable, or what
 * `parse` throws.
 */
export function read<T>(fact: Fact<T>, stdout: string, status: number): T {
  if (ranOut(status)) throw new Unreadable(`an answer within ${String(secondsOf(fact))} s`)
  // The last newline is gone already.
  if (Buffer.byteLength(stdout) >= bytesOf(fact) - 1) throw new Unreadable(`less than ${String(bytesOf(fact))} bytes`)
  // U+FFFD is what invalid UTF-8 has become. U+2028 and U+2029 end a line for a regular expression and for nobody else: a dot that stops
  // there makes patterns go over a long line again and again.
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b-\u001f\u007f\u2028\u2029\ufffd]/.test(stdout)) throw new Unreadable('text')
  return fact.parse(stdout, status)
}

export const lines = (stdout: string): string[] => (stdout === '' ? [] : stdout.split('\n'))

/** Reads KEY=VALUE lines; throws on any other line. */
export function properties(stdout: string): Record<string, string> {
  return Object.fromEntries(
    lines(stdout).map((line) => {
      const at = line.indexOf('=')
      if (at < 1) throw new Unreadable('KEY=VALUE lines')
      return [line.slice(0, at), line.slice(at + 1)]
    }),
  )
}

/** Throws unless the command has ended well. */
export function succeeded(status: number): void {
  if (status !== 0) throw new Unreadable('exit status 0')
}

/** The text's groups by a pattern that must match. */
export function match(text: string, pattern: RegExp, expected: string): string[] {
  const found = pattern.exec(text)
  if (!found) throw new Unreadable(expected)
  return found.slice(1).map((group) => (group as string | undefined) ?? '')
}
