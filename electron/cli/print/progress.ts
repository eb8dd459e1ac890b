import type { EngineEvent } from '../../contract/events'
import type { Phase } from '../../domain/deployment'
import { journalText } from '../../contract/deployment'
import { visibleLine } from '../../domain/visible'
import { checkLine } from './checks'
import { phaseLine } from './drill'

const words: Record<Phase, string> = {
  read: 'read again',
  install: 'install',
  prepare: 'prepare',
  commit: 'commit',
  verify: 'verify',
  hold: 'hold',
  confirm: 'confirm',
  rollback: 'roll back',
  undo: 'undo',
}

/** Turns the engine's events to lines for a person, each with the seconds since the start. */
export function progress(print: (line: string) => void): (event: EngineEvent) => void {
  const started = Date.now()
  const line = (who: string, text: string): void => {
    print(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${visibleLine(who).padEnd(10)}  ${visibleLine(text)}`)
  }
  return (event) => {
    switch (event.type) {
      case 'connecting':
        if (event.state === 'failed') line(event.node, `${event.address} could not be connected to`)
        break
      case 'host-key':
        line(event.node, `host key ${event.keyType} ${event.fingerprint} ${event.accepted ? 'accepted' : 'not accepted'}`)
        break
      case 'phase':
        if (event.state === 'waiting')
          line(event.node ?? '', `cannot be reached; it goes back by itself, waiting up to ${String(event.seconds ?? 0)} s more`)
        else
          line(
            event.node ?? 'pair',
            `${words[event.phase]}${event.state === 'started' ? ' …' : event.state === 'done' ? ' ✓' : ' ✗ failed'}`,
          )
        break
      case 'journal':
        if (event.line.event === 'begin' || event.line.event === 'end' || event.line.event === 'unchanged') break
        line(event.node, `  ${journalText(event.line)}`)
        break
      case 'check':
        line(event.check.from, checkLine(event.check))
        break
      case 'drill':
        if (event.event.type === 'begin') line(event.event.holder, `drill ${event.event.kind}: ${event.event.holder} holds the VIP`)
        else if (event.event.type === 'phase') line(event.event.phase.node, phaseLine(event.event.phase))
        else if (event.event.type === 'mark')
          line(event.event.mark.node ?? '', `  ${(event.event.mark.at / 1000).toFixed(2)} s ${event.event.mark.event}`)
        break
      default:
        event satisfies never
    }
  }
}
