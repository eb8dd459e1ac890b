import type { Command } from 'commander'
import type { Exit } from './exit'
import type { CommonOptions } from './session'

/** Adds one command to the program; `done` gets its exit status. */
export type Register = (program: Command, done: (exit: Exit) => void) => void

/** A command on a pair file, with the options that every command has. */
export const pairCommand = (program: Command, name: string, description: string): Command =>
  program
    .command(name)
    .description(description)
    .argument('<pair-file>', 'the pair file, YAML or JSON')
    .option('--json', 'one JSON object per line, the last one {"type":"result", …}')
    .option('--known-hosts <file>', 'host keys from this file alone; accepted ones are added to it')
    .option('--accept-new', 'accept host keys that are not known yet (a changed key is always refused)')

/** What a command adds to the common ones. */
export type Options<T = unknown> = CommonOptions & T
