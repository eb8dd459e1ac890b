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

export const deploy: Register = (program, voice, done) => {
  pairCommand(program, voice, 'deploy', voice.say('deploy.does'))
    .option('--yes', voice.say('deploy.yes'))
    .option(`--plan <${voice.say('term.id')}>`, voice.say('deploy.plan'))
    .action(async (pairFile: string, options: Options<{ yes?: boolean; plan?: string }>) => {
      done(
        await run({
          command: 'pair.deploy',
          pairFile,
          options,
          voice,
          input: async (pair, line) => {
            if (options.yes !== true && !canAsk()) throw notAgreed()
            if (options.plan !== undefined && !planId.safeParse(options.plan).success)
              throw new HotpairError('usage', { values: { reason: 'not-a-plan', given: options.plan } })
            const plan = await planned(pair, line, options.plan)
            const agreed =
              options.yes === true || isEmpty(plan) || (await confirm(voice.say('deploy.ask', { plan: planSummary(plan, voice) })))
            if (!agreed) throw notAgreed()
            return { pair, plan: plan.id }
          },
          print: (output, pair) =>
            output.outcome === 'nothing-to-do'
              ? voice.say('plan.nothing')
              : `${checksText(output.checks, voice)}\n\n${voice.say('deploy.done', {
                  deployment: output.deployment,
                  pair: pair.name,
                  seconds: (output.took / 1000).toFixed(1),
                  file: pairFile,
                })}`,
          exit: () => exits.done,
        }),
      )
    })
}

const notAgreed = () => new HotpairError('usage', { values: { reason: 'deploy-without-yes' } })
