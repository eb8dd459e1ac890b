import type { NodeRecords } from '../domain/node-record'
import type { Transition, WhyNot } from '../domain/why'
import type { Language } from './language'
import { valueWords, whyWords } from './wording'
import { render } from './wording/render'

/** Why a node is the holder, in words: every face says the same. */

/**
 * Why the holder changed: sentences.
 * @param moment says a time (ms since 1970) as the face does
 */
export function whyTexts(
  { reason, to, drill }: Pick<Transition, 'reason' | 'to' | 'drill'>,
  moment: (at: number) => string,
  language: Language = 'en',
): string[] {
  const { reasons, notes, vrrpErrors } = whyWords[language]
  const values = {
    node: 'node' in reason ? reason.node : '',
    interface: 'interface' in reason ? reason.interface : '',
    signal: 'signal' in reason ? String(reason.signal) : '',
    seconds: 'seconds' in reason ? reason.seconds.toFixed(1) : '',
  }
  return [
    render(reasons[reason.is], values),
    ...('booted' in reason && reason.booted !== null ? [render(notes.booted, { time: moment(reason.booted) })] : []),
    ...('error' in reason ? [reason.error === null ? notes.unheard : vrrpErrors[reason.error]] : []),
    ...(to.length > 1 ? [notes.both] : []),
    ...(drill ? [notes.drill] : []),
  ]
}

/** "nginx1 → nginx2" */
export function moveText({ from, to, known }: Pick<Transition, 'from' | 'to' | 'known'>, language: Language = 'en'): string {
  const { list, none, unknown } = valueWords[language]
  const names = (nodes: readonly string[]): string => (nodes.length > 0 ? nodes.join(list) : known ? none : unknown)
  return `${names(from)} → ${names(to)}`
}

/** Why a node is not the holder now. */
export const whyNotText = (why: WhyNot, language: Language = 'en'): string => whyWords[language].whyNot[why]

/** What is to be known of a node's journal; empty: nothing. */
export const journalText = (node: string, journal: NodeRecords['journal'], language: Language = 'en'): string =>
  render(whyWords[language].journals[journal], { node })
