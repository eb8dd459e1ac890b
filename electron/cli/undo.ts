import { warningText } from '../contract/deployment'
import { visibleLine } from '../domain/visible'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { run } from './run'

export const undo: Register = (program, done) => {
  pairCommand(program, 'undo', 'put the hosts back as they were before the last deployment')
    .option('--all', 'take back every deployment: nothing of the pair stays on the hosts')
    .action(async (pairFile: string, options: Options & { readonly all?: boolean }) => {
      done(
        await run({
          command: 'pair.undo',
          pairFile,
          options,
          input: (pair) => ({ pair, all: options.all === true }),
          print: ({ deployments, warnings }) =>
            [
              options.all === true
                ? 'Nothing of the pair is left on the hosts: they are as they were before its first deployment.'
                : `The hosts are as they were before deployment ${[...new Set(Object.values(deployments))].join(', ')}.`,
              'Packages that it installed are still there, stopped and disabled.',
              ...warnings.map((warning) => visibleLine(`${warning.node}: ${warningText(warning)}`)),
            ].join('\n'),
          exit: () => exits.done,
        }),
      )
    })
}
