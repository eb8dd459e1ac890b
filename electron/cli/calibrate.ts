import { seconds } from '../domain/calibration'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { calibrationPrinted } from './print/calibration'
import { run } from './run'
import { whole } from './whole'

export const calibrate: Register = (program, voice, done) => {
  const { say } = voice
  pairCommand(program, voice, 'calibrate', say('calibrate.does'))
    .option(`--seconds <${say('term.seconds')}>`, say('calibrate.seconds', seconds))
    .option('--load', say('calibrate.load'))
    .action(async (pairFile: string, options: Options<{ seconds?: string; load?: boolean }>) => {
      done(
        await run({
          command: 'pair.calibrate',
          pairFile,
          options,
          voice,
          input: ({ name, nodes, vips }) => ({
            name,
            nodes,
            vips,
            seconds: whole(options.seconds ?? String(seconds.plain), seconds.least, seconds.most, '--seconds'),
            load: options.load === true,
          }),
          print: (output, pair) => calibrationPrinted(output, pair, voice),
          exit: ({ choice, unsteady }) => (choice === null && !unsteady ? exits.refused : exits.done),
        }),
      )
    })
}
