import { Command, CommanderError } from 'commander'
import type { Register } from './common'
import { detect } from './detect'
import { deploy } from './deploy'
import { drill } from './drill'
import { exits, type Exit } from './exit'
import { exportTo } from './export'
import { finish } from './finish'
import { init, schema } from './init'
import { plan } from './plan'
import { status } from './status'
import { tell, write } from './terminal'
import { undo } from './undo'
import { verify } from './verify'
import { version } from '../../package.json'

/** Every command registers itself; one file each. */
const registers: readonly Register[] = [init, schema, detect, plan, deploy, verify, drill, exportTo, undo, status, finish]

async function main(argv: readonly string[]): Promise<Exit> {
  let exit: Exit = exits.done
  const program = new Command('hotpair')
    .description('Makes two or more Linux hosts an nginx hot-standby pair with keepalived, and shows the failover working.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: tell })
    .showHelpAfterError('(hotpair --help tells more)')
  for (const register of registers) {
    register(program, (status) => {
      exit = status
    })
  }
  for (const command of program.commands) command.exitOverride()
  program.addHelpText(
    'after',
    `
Exit status: 0 done · 1 failed, hosts are as before · 2 changes pending · 3 refused · 4 failed and a host needs a look · 64 usage
Secrets: HOTPAIR_PASSWORD_<NODE>, HOTPAIR_SUDO_<NODE>, HOTPAIR_PASSPHRASE_<NODE>, HOTPAIR_VRRP_PASSWORD, the keychain, or a prompt`,
  )
  try {
    await program.parseAsync([...argv])
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exits.done : exits.usage
  }
  return exit
}

main(process.argv).then(
  (exit) => {
    process.exitCode = exit
  },
  (error: unknown) => {
    tell(`Hotpair made a mistake: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = exits.failed
  },
)
