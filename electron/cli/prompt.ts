import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { tell } from './terminal'

/** One question at a time: several nodes may ask at once. */
let last: Promise<unknown> = Promise.resolve()

const inTurn = <T>(ask: () => Promise<T>): Promise<T> => {
  const turn = last.then(ask, ask)
  last = turn.catch(() => undefined)
  return turn
}

export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY

/** Asks on the terminal; what is typed is not shown when `hidden`. The question goes to stderr, stdout is for results. */
export const ask = (question: string, hidden: boolean): Promise<string> =>
  inTurn(async () => {
    tell(question)
    const output = hidden
      ? new Writable({
          write: (_chunk, _encoding, done) => {
            done()
          },
        })
      : process.stderr
    const terminal = createInterface({ input: process.stdin, output, terminal: true })
    try {
      return await terminal.question('')
    } finally {
      terminal.close()
      if (hidden) tell('\n')
    }
  })

/** Yes only by `y` or `yes`. */
export const confirm = async (question: string): Promise<boolean> => /^y(es)?$/i.test((await ask(`${question} [y/N] `, false)).trim())
