import { Option } from 'commander'
import { canCompare, compareRuns } from '../domain/drill-comparison'
import { runsOf } from '../domain/drill-run'
import { HotpairError } from '../domain/failure'
import type { Output } from '../contract/commands'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { comparisonText, historyText } from './print/history'
import { run } from './run'

export const history: Register = (program, voice, done) => {
  const compareOption = new Option(`--compare <${voice.say('term.run')}...>`, voice.say('history.compare'))
  // Of a term whose letters are not ASCII the parser does not see that it may be repeated.
  compareOption.variadic = true
  pairCommand(program, voice, 'history', voice.say('history.does'))
    .addOption(compareOption)
    .action(async (pairFile: string, options: Options<{ compare?: readonly string[] }>) => {
      const { compare } = options
      const comparison = ({ entries }: Output<'pairs.history'>, [first = '', second = '']: readonly string[]) => {
        const runs = runsOf(entries)
        const [one, other] = [first, second].map((id) => {
          const found = runs.find((each) => each.id === id)
          if (found === undefined) throw new HotpairError('usage', { values: { reason: 'no-such-run', given: id, file: pairFile } })
          return found
        }) as [(typeof runs)[number], (typeof runs)[number]]
        if (!canCompare(one, other)) throw new HotpairError('usage', { values: { reason: 'runs-differ' } })
        return compareRuns(one, other)
      }
      done(
        await run({
          command: 'pairs.history',
          pairFile,
          options,
          voice,
          input: ({ name }) => {
            if (compare !== undefined && compare.length !== 2) throw new HotpairError('usage', { values: { reason: 'which-runs' } })
            return { name }
          },
          print: (output) =>
            compare === undefined ? historyText(output.entries, voice) : comparisonText(comparison(output, compare), voice),
          ...(compare === undefined ? {} : { json: (output: Output<'pairs.history'>) => ({ comparison: comparison(output, compare) }) }),
          exit: () => exits.done,
        }),
      )
    })
}
