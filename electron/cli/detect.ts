import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { factsText } from './print/facts'
import { run } from './run'

export const detect: Register = (program, voice, done) => {
  pairCommand(program, voice, 'detect', voice.say('detect.does')).action(async (pairFile: string, options: Options) => {
    done(
      await run({
        command: 'pair.detect',
        pairFile,
        options,
        voice,
        input: (pair) => ({ pair }),
        print: (output) => factsText(output, voice),
        exit: ({ findings }) => (findings.some((finding) => finding.severity === 'error') ? exits.refused : exits.done),
      }),
    )
  })
}
