import type { Output } from '../../contract/commands'
import { failureText } from '../../contract/failure'
import { journalText, moveText, whyNotText, whyTexts } from '../../contract/why'
import { valueWords } from '../../contract/wording'
import { visibleLine } from '../../domain/visible'
import type { WhyOfInstance } from '../../domain/why'
import type { Voice } from '../wording'
import { table } from './table'

type Why = Output<'pair.why'>

/** Who has what and why, the changes of the last days, and what is to be known of the records; in the local time of this machine. */
export function whyText({ instances, nodes }: Why, days: number, voice: Voice): string {
  const { language } = voice
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' })
  const moment = (at: number): string => format.format(at)
  return [
    ...instances.flatMap((instance) => [...ofInstance(instance, days, moment, voice), '']),
    ...Object.entries(nodes).map(([name, node]) => visibleLine(ofNode(name, node, moment, voice))),
  ].join('\n')
}

function ofInstance({ vips, present, transitions }: WhyOfInstance, days: number, moment: (at: number) => string, voice: Voice): string[] {
  const { say, language } = voice
  const { list } = valueWords[language]
  const { holders, since, others } = present
  const sentences = (each: WhyOfInstance['transitions'][number]): string => whyTexts(each, moment, language).join(say('check.sentences'))
  const holding = holders.length === 0 ? say('status.nobody') : holders.join(say('status.several'))
  return [
    visibleLine(say('why.of', { vips: vips.join(list), holders: holding })),
    visibleLine(
      `  ${since === null ? say('why.longer') : `${say('why.since', { when: moment(since.at) })}${say('why.because')}${sentences(since)}`}`,
    ),
    ...others.map(({ node, why }) => visibleLine(`  ${say('why.not', { node, why: whyNotText(why, language) })}`)),
    '',
    transitions.length === 0
      ? say('why.nothing', { days })
      : table([
          [say('why.when'), say('why.move'), say('why.why')],
          ...transitions.map((each) => [moment(each.at), moveText(each, language), sentences(each)]),
        ]),
  ]
}

function ofNode(name: string, node: Why['nodes'][string], moment: (at: number) => string, { say, language }: Voice): string {
  if (!node.reachable) return say('why.not', { node: name, why: failureText(node.failure, language).what })
  const { from, journal, clock, cut } = node
  const { offset, error } = clock
  return [
    ...(from === null ? [] : [say('why.records', { node: name, from: moment(from), offset, error })]),
    ...[journalText(name, journal, language)].filter((text) => text !== ''),
    ...(cut ? [say('why.cut')] : []),
  ].join(say('check.sentences'))
}
