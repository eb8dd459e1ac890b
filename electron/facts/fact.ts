import type { Sh } from '../remote/sh'

/**
 * A fact is a question and a pure reading. `parse` gets what the command printed on stdout, without the last newline, and its exit
 * status. What cannot be read throws; it never turns into a default.
 */
export interface Fact<T> {
  readonly command: Sh
  readonly parse: (stdout: string, status: number) => T
}
