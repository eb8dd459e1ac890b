import { Command, CommanderError } from 'commander'
import { failureOf, failureText } from '../contract/failure'
import { HotpairError } from '../domain/failure'
import { version } from '../../package.json'
import { calibrate } from './calibrate'
import type { Register } from './common'
import { deploy } from './deploy'
import { detect } from './detect'
import { drill } from './drill'
import { exitOf, exits, type Exit } from './exit'
import { exportTo } from './export'
import { finish } from './finish'
import { init, schema } from './init'
import { chosenLanguage, systemLanguage } from './language'
import { plan } from './plan'
import { failurePrinted } from './print/failure'
import { width } from './print/table'
import { status } from './status'
import { tell, write } from './terminal'
import { undo } from './undo'
import { unit } from './unit'
import { verify } from './verify'
import { voiceOf, type Voice } from './wording'

/** Every command registers itself; one file each. */
const registers: readonly Register[] = [init, schema, detect, calibrate, plan, deploy, verify, drill, exportTo, undo, status, finish, unit]

/** The command line with all that its help says; `done` gets the exit status of the command that ran. */
export function programOf(voice: Voice, done: (exit: Exit) => void): Command {
  const { say } = voice
  // What commander itself says, in our words.
  const titles = new Map([
    ['Usage:', say('help.usage')],
    ['Arguments:', say('help.arguments')],
    ['Options:', say('help.options')],
    ['Global Options:', say('help.globalOptions')],
    ['Commands:', say('help.commands')],
  ])
  const terms = (text: string): string => text.replace('[options]', say('help.optionsTerm')).replace('[command]', say('help.commandTerm'))
  const program = new Command('hotpair')
    .description(say('help.program'))
    .exitOverride()
    // Errors are thrown, and told as every failure is.
    .configureOutput({ writeOut: write, writeErr: tell, outputError: () => undefined })
    .showSuggestionAfterError(false)
    .configureHelp({
      showGlobalOptions: true,
      displayWidth: width,
      styleTitle: (title) => titles.get(title) ?? title,
      styleUsage: terms,
      styleSubcommandTerm: terms,
      argumentDescription: ({ description, defaultValue }) =>
        typeof defaultValue === 'string' ? say('help.default', { what: description, value: defaultValue }) : description,
    })
    .helpOption('-h, --help', say('help.help'))
    .helpCommand(`help [${say('term.command')}]`, say('help.ofCommand'))
    .version(version, '-V, --version', say('help.version'))
    .option(`--lang <${say('term.language')}>`, say('help.lang'))
    .addHelpText('after', `\n${say('help.after')}`)
  for (const register of registers) register(program, voice, done)
  return program
}

/** The reason of failure usage for each error of the parser that can happen here. */
const usages = new Map([
  ['commander.unknownOption', 'option-unknown'],
  ['commander.optionMissingArgument', 'option-without-value'],
  ['commander.missingMandatoryOptionValue', 'option-missing'],
  ['commander.missingArgument', 'argument-missing'],
  ['commander.unknownCommand', 'command-unknown'],
  ['commander.excessArguments', 'argument-too-many'],
] as const)

/** Commander tells what it complains about in its sentence alone, between quotes. */
function usageOf(error: CommanderError): HotpairError | null {
  const reason = new Map<string, typeof usages extends Map<unknown, infer R> ? R : never>(usages).get(error.code)
  if (reason === undefined) return null
  const [, given = ''] = /'([\s\S]*)'/.exec(error.message) ?? []
  return new HotpairError('usage', { values: reason === 'argument-too-many' ? { reason } : { reason, given } })
}

/** Runs what the arguments say; resolves with the exit status. */
export async function hotpair(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<Exit> {
  let language = systemLanguage(env)
  try {
    language = chosenLanguage(args, env)
    let exit: Exit = exits.done
    const program = programOf(voiceOf(language), (status) => {
      exit = status
    })
    await program.parseAsync([...args], { from: 'user' })
    return exit
  } catch (error) {
    const usage = error instanceof CommanderError ? usageOf(error) : null
    if (error instanceof CommanderError && usage === null) return error.exitCode === 0 ? exits.done : exits.usage
    const failure = failureOf(usage ?? error)
    tell(`${failurePrinted(failureText(failure, language))}\n`)
    if (failure.kind === 'bug' && error instanceof Error) tell(`${error.stack ?? ''}\n`)
    return exitOf(failure)
  }
}
