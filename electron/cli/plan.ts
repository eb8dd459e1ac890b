import { isEmpty } from '../domain/plan'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { planText } from './print/plan'
import { run } from './run'

export const plan: Register = (program, voice, done) => {
  pairCommand(program, voice, 'plan', voice.say('plan.does')).action(async (pairFile: string, options: Options) => {
    done(
      await run({
        command: 'pair.plan',
        pairFile,
        options,
        voice,
        input: (pair) => ({ pair }),
        print: (output) => planText(output, voice),
        exit: ({ plan: made }) => (made === null ? exits.refused : isEmpty(made) ? exits.done : exits.changes),
      }),
    )
  })
}
