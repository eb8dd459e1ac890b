import { HotpairError } from '../domain/failure'
import { mostDays, usualDays } from '../domain/why'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { whyText } from './print/why'
import { run } from './run'

export const why: Register = (program, voice, done) => {
  const { say } = voice
  pairCommand(program, voice, 'why', say('why.does'))
    .option(`--days <${say('term.days')}>`, say('why.days', { usual: usualDays, most: mostDays }))
    .action(async (pairFile: string, options: Options<{ days?: string }>) => {
      done(
        await run({
          command: 'pair.why',
          pairFile,
          options,
          voice,
          input: (pair) => ({ pair, days: daysIn(options.days) }),
          print: (output) => whyText(output, daysIn(options.days), voice),
          exit: ({ nodes }) => (Object.values(nodes).every(({ reachable }) => reachable) ? exits.done : exits.failed),
        }),
      )
    })
}

function daysIn(given: string | undefined): number {
  if (given === undefined) return usualDays
  const days = /^\d{1,3}$/.test(given) ? Number(given) : 0
  if (days < 1 || days > mostDays) throw new HotpairError('usage', { values: { reason: 'not-days', given, most: mostDays } })
  return days
}
