import type { Command } from 'commander'
import type { Exit } from './exit'
import type { CommonOptions } from './session'
import type { Voice } from './wording'

/** Adds one command to the program, described by the voice; `done` gets its exit status. */
export type Register = (program: Command, voice: Voice, done: (exit: Exit) => void) => void

/** A command on a pair file, with the options that every command has. */
export const pairCommand = (program: Command, { say }: Voice, name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .argument(`<${say('term.pairFile')}>`, say('argument.pairFile'))
    .option('--json', say('option.json'))
    .option(`--known-hosts <${say('term.file')}>`, say('option.knownHosts'))
    .option('--accept-new', say('option.acceptNew'))

/** What a command adds to the common ones. */
export type Options<T = unknown> = CommonOptions & T
