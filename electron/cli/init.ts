import { access } from 'node:fs/promises'
import { failureOf, failureText } from '../contract/failure'
import { HotpairError } from '../domain/failure'
import { pairJsonSchema, pairTemplate } from '../store/template'
import { savePairFile } from '../store/pairs'
import type { Register } from './common'
import { exitOf, exits } from './exit'
import { tell, write } from './terminal'

export const init: Register = (program, done) => {
  program
    .command('init')
    .description('write a commented pair file')
    .argument('[pair-file]', 'where', 'pair.yaml')
    .action(async (pairFile: string) => {
      try {
        const there = await access(pairFile).then(
          () => true,
          () => false,
        )
        if (there) throw new HotpairError('usage', { values: { reason: 'file-is-there', file: pairFile } })
        await savePairFile(pairFile, pairTemplate())
        write(`Wrote ${pairFile}. Put your addresses in, then: hotpair plan ${pairFile}\n`)
        done(exits.done)
      } catch (error) {
        const failure = failureOf(error)
        tell(`${failureText(failure).what}\n`)
        done(exitOf(failure))
      }
    })
}

export const schema: Register = (program, done) => {
  program
    .command('schema')
    .description('print the JSON Schema of pair files')
    .action(() => {
      write(`${JSON.stringify(pairJsonSchema(), null, 2)}\n`)
      done(exits.done)
    })
}
