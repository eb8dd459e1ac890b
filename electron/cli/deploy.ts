import { planId } from '../domain/fact-values'
import { HotpairError } from '../domain/failure'
import { pairCommand, type Options, type Register } from './common'
import { exits } from './exit'
import { canAsk, confirm } from './prompt'
import { isEmpty } from '../domain/plan'
import { checksText } from './print/checks'
import { planSummary } from './print/plan'
import { planned } from './planned'
import { run } from './run'

export const deploy: Register = (program, done) => {
  pairCommand(program, 'deploy', 'make the hosts what the pair file says; anything that fails puts all of them back')
    .option('--yes', 'do it without asking')
    .option('--plan <id>', 'only if the plan is still this one')
    .action(async (pairFile: string, options: Options<{ yes?: boolean; plan?: string }>) => {
      done(
        await run({
          command: 'pair.deploy',
          pairFile,
          options,
          input: async (pair, line) => {
            if (options.yes !== true && !canAsk()) throw notAgreed()
            if (options.plan !== undefined && !planId.safeParse(options.plan).success)
              throw new HotpairError('usage', { values: { reason: 'not-a-plan', given: options.plan } })
            const plan = await planned(pair, line, options.plan)
            const agreed =
              options.yes === true || isEmpty(plan) || (await confirm(`${planSummary(plan)} Go on? ("hotpair plan" shows all of it)`))
            if (!agreed) throw notAgreed()
            return { pair, plan: plan.id }
          },
          print: (output, pair) =>
            output.outcome === 'nothing-to-do'
              ? 'Nothing to change: the nodes are as the pair file wants them.'
              : `${checksText(output.checks)}\n\nDeployment ${output.deployment} of ${pair.name} is confirmed on every node, after ${(output.took / 1000).toFixed(1)} s. "hotpair drill ${pairFile} --seed" shows the failover.`,
          exit: () => exits.done,
        }),
      )
    })
}

const notAgreed = () => new HotpairError('usage', { values: { reason: 'deploy-without-yes' } })
