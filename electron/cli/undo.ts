import { warningText } from '../contract/deployment'
import { visibleLine } from '../domain/visible'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { run } from './run'

export const undo: Register = (program, voice, done) => {
  pairCommand(program, voice, 'undo', voice.say('undo.does'))
    .option('--all', voice.say('undo.all'))
    .action(async (pairFile: string, options: Options & { readonly all?: boolean }) => {
      done(
        await run({
          command: 'pair.undo',
          pairFile,
          options,
          voice,
          input: (pair) => ({ pair, all: options.all === true }),
          print: ({ deployments, warnings }) =>
            [
              options.all === true
                ? voice.say('undo.allDone')
                : voice.say('undo.done', { deployment: [...new Set(Object.values(deployments))].join(', ') }),
              voice.say('undo.packages'),
              ...warnings.map((warning) => visibleLine(`${warning.node}: ${warningText(warning, voice.language)}`)),
            ].join('\n'),
          exit: () => exits.done,
        }),
      )
    })
}
