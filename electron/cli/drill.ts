import { drillKinds } from '../domain/drill'
import { HotpairError } from '../domain/failure'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { drillText } from './print/drill'
import { table } from './print/table'
import { run } from './run'
import { write } from './terminal'

const kinds: Record<(typeof drillKinds)[number] | '--seed', string> = {
  '--seed': "the seed's steps 4 to 6: break the holder, recover it, break the other, recover it",
  'nginx-stop': 'systemctl stop nginx on the holder, then start it',
  'nginx-unrestartable': 'nginx stopped so that it cannot be started, then healed',
  'keepalived-stop': 'systemctl stop keepalived on the holder, then start it',
}

export const drill: Register = (program, done) => {
  pairCommand(program, 'drill', 'break the holder on purpose, watch the VIP every 20 ms, heal')
    .argument('[kind...]', drillKinds.join(', '))
    .option('--seed', kinds['--seed'])
    .option('--list', 'list the kinds')
    .action(async (pairFile: string, wanted: readonly string[], options: Options<{ seed?: boolean; list?: boolean }>) => {
      if (options.list === true) {
        write(`${table(Object.entries(kinds))}\n`)
        done(exits.done)
        return
      }
      done(
        await run({
          command: 'pair.drill',
          pairFile,
          options,
          input: (pair) => {
            const unknown = wanted.find((kind) => !drillKinds.some((each) => each === kind))
            if (unknown !== undefined)
              throw new HotpairError('usage', { values: { reason: 'no-such-drill', given: unknown, file: pairFile } })
            if ((options.seed === true) === wanted.length > 0) throw new HotpairError('usage', { values: { reason: 'which-drill' } })
            return { pair, drills: options.seed === true ? ('seed' as const) : drillKinds.filter((kind) => wanted.includes(kind)) }
          },
          print: ({ drills }) => drillText(drills),
          exit: ({ drills }) => (drills.every((each) => each.verdict === 'passed') ? exits.done : exits.failed),
        }),
      )
    })
}
