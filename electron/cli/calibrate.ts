import { seconds } from '../domain/calibration'
import { HotpairError } from '../domain/failure'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { calibrationPrinted } from './print/calibration'
import { run } from './run'

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
          input: ({ name, nodes, vips }) => ({ name, nodes, vips, seconds: secondsOf(options.seconds), load: options.load === true }),
          print: (output, pair) => calibrationPrinted(output, pair, voice),
          exit: ({ choice, unsteady }) => (choice === null && !unsteady ? exits.refused : exits.done),
        }),
      )
    })
}

function secondsOf(given: string | undefined): number {
  if (given === undefined) return seconds.plain
  const value = Number(given)
  if (/^\d{1,4}$/.test(given) && value >= seconds.least && value <= seconds.most) return value
  throw new HotpairError('usage', {
    values: { reason: 'not-one-of', given, allowed: [`${String(seconds.least)}–${String(seconds.most)}`] },
  })
}
