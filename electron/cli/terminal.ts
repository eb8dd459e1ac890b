import { plainJson, visible } from '../domain/visible'

/**
 * The only place that writes to the terminal (a rule of ESLint keeps it so): what a host or a file says is not obeyed by it. Nothing here
 * has colours of its own; the day it has, they are put around cleaned text, here.
 */

/** Results: on stdout, as they are. */
export const write = (text: string): void => {
  process.stdout.write(visible(text))
}

/** Everything beside the result (progress, questions, failures): on stderr, as it is. */
export const tell = (text: string): void => {
  process.stderr.write(visible(text))
}

/** One JSON value on one line of stdout; what a terminal would obey is escaped, so that programs read what was said. */
export const writeJson = (value: unknown): void => {
  process.stdout.write(`${plainJson(JSON.stringify(value))}\n`)
}
