import { visibleLine } from '../domain/visible'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { planned } from './planned'
import { run } from './run'

export const exportTo: Register = (program, done) => {
  pairCommand(program, 'export', 'write what deploy would upload, byte for byte, with how to run it by hand')
    .requiredOption('--to <folder>', 'where the folder of the pair is made')
    .action(async (pairFile: string, options: Options<{ to: string }>) => {
      done(
        await run({
          command: 'pair.export',
          pairFile,
          options,
          input: async (pair, line) => ({ pair, plan: (await planned(pair, line)).id, to: options.to }),
          print: ({ folder, files }) => `${String(files.length)} files in ${visibleLine(folder)}; README.txt there tells how to run them.`,
          exit: () => exits.done,
        }),
      )
    })
}
