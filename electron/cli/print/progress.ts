import type { EngineEvent } from '../../contract/events'
import { journalText } from '../../contract/deployment'
import { valueWords } from '../../contract/wording'
import { visibleLine } from '../../domain/visible'
import type { Voice } from '../wording'
import { checkedFrom, checkLine } from './checks'
import { markLine, phaseLine } from './drill'
import { padded } from './table'

/** Turns the engine's events to lines for a person, each with the seconds since the start. */
export function progress(print: (line: string) => void, voice: Voice): (event: EngineEvent) => void {
  const { language, say } = voice
  const started = Date.now()
  const line = (who: string, text: string): void => {
    const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6)
    print(`${say('progress.seconds', { seconds })}  ${padded(visibleLine(who), 10)}  ${visibleLine(text)}`)
  }
  return (event) => {
    switch (event.type) {
      case 'connecting':
        if (event.state === 'failed') line(event.node, say('progress.unreachable', { address: event.address }))
        break
      case 'host-key':
        line(
          event.node,
          say(event.accepted ? 'progress.hostKeyAccepted' : 'progress.hostKeyRefused', {
            keyType: event.keyType,
            fingerprint: event.fingerprint,
          }),
        )
        break
      case 'phase':
        if (event.state === 'waiting') line(event.node ?? '', say('progress.waiting', { seconds: event.seconds ?? 0 }))
        else line(event.node ?? valueWords[language].thePair, say(`progress.${event.state}`, { phase: say(`phase.${event.phase}`) }))
        break
      case 'journal':
        if (event.line.event === 'begin' || event.line.event === 'end' || event.line.event === 'unchanged') break
        line(event.node, `  ${journalText(event.line, language)}`)
        break
      case 'check':
        line(checkedFrom(event.check, voice), checkLine(event.check, voice))
        break
      case 'drill':
        if (event.event.type === 'begin')
          line(event.event.holder, say('drill.begin', { kind: event.event.kind, holder: event.event.holder }))
        else if (event.event.type === 'phase') line(event.event.phase.node, phaseLine(event.event.phase, voice))
        else if (event.event.type === 'mark') line(event.event.mark.node ?? '', `  ${markLine(event.event.mark, voice)}`)
        break
      case 'calibration':
        if (event.second % 5 === 0)
          line(valueWords[language].thePair, say('progress.measuring', { second: event.second, seconds: event.seconds }))
        break
      default:
        event satisfies never
    }
  }
}
