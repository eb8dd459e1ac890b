import type { Target } from '../../electron/checks/ask'
import type { Pair } from '../../electron/domain/pair'
import { drill } from '../../electron/drills/drill'
import { openSessions, reconnectIn } from './drills-by-hand'

/** A drill in a process of its own, so that drills.test.ts can kill it; its argument is JSON. */
async function main(): Promise<void> {
  const { pair, targets, healAfter } = JSON.parse(process.argv[2] ?? '') as { pair: Pair; targets: Target[]; healAfter: number }
  const sessions = await openSessions()
  await drill({ pair, targets, sessions, healAfter, reconnect: reconnectIn(sessions) }, { kinds: ['nginx-unrestartable'] }, (event) => {
    if (event.type === 'mark') process.stdout.write(`${event.mark.event}\n`)
  })
}

void main()
