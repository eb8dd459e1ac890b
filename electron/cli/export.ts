import { visibleLine } from '../domain/visible'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { planned } from './planned'
import { run } from './run'

export const exportTo: Register = (program, voice, done) => {
  pairCommand(program, voice, 'export', voice.say('export.does'))
    .requiredOption(`--to <${voice.say('term.folder')}>`, voice.say('export.to'))
    .action(async (pairFile: string, options: Options<{ to: string }>) => {
      done(
        await run({
          command: 'pair.export',
          pairFile,
          options,
          voice,
          input: async (pair, line) => ({ pair, plan: (await planned(pair, line)).id, to: options.to }),
          print: ({ folder, files }) => voice.say('export.done', { count: files.length, folder: visibleLine(folder) }),
          exit: () => exits.done,
        }),
      )
    })
}
