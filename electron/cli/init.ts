import { access } from 'node:fs/promises'
import { failureOf, failureText } from '../contract/failure'
import { HotpairError } from '../domain/failure'
import { pairJsonSchema } from '../store/template'
import { savePairFile } from '../store/pairs'
import type { Register } from './common'
import { exitOf, exits } from './exit'
import { pairTemplate } from './template'
import { tell, write } from './terminal'

export const init: Register = (program, voice, done) => {
  program
    .command('init')
    .description(voice.say('init.does'))
    .argument(`[${voice.say('term.pairFile')}]`, voice.say('argument.newFile'), 'pair.yaml')
    .action(async (pairFile: string) => {
      try {
        const there = await access(pairFile).then(
          () => true,
          () => false,
        )
        if (there) throw new HotpairError('usage', { values: { reason: 'file-is-there', file: pairFile } })
        await savePairFile(pairFile, pairTemplate(voice))
        write(`${voice.say('init.done', { file: pairFile })}\n`)
        done(exits.done)
      } catch (error) {
        const failure = failureOf(error)
        tell(`${failureText(failure, voice.language).what}\n`)
        done(exitOf(failure))
      }
    })
}

export const schema: Register = (program, { say }, done) => {
  program
    .command('schema')
    .description(say('schema.does'))
    .action(() => {
      write(`${JSON.stringify(pairJsonSchema(), null, 2)}\n`)
      done(exits.done)
    })
}
