import { randomInt } from 'node:crypto'
import type { Input, Output } from '../contract/commands'
import type { Call } from '../contract/wire'
import { calibrationOf } from '../domain/calibration'
import { HotpairError } from '../domain/failure'
import { keywordSince } from '../domain/keepalived/keywords'
import { keepalivedVersionOf } from '../domain/node-facts'
import { freeRouterId } from '../domain/suggestion'
import { atLeast } from '../domain/version'
import { measureJitter, type JitterPlan } from '../facts/jitter'
import { readOfAll, withSessions, type Engine } from './connections'
import { unmade } from './hosts'
import { targetsOf } from './targets'

const asked = ['interfaces', 'sshInterface', 'lan', 'keepalived', 'packages'] as const

/**
 * Measures for some seconds how the nodes' adverts arrive, in every direction at once, and chooses settings by it. Adverts go from node to node, with a
 * VRID that none of them uses: a pair that serves takes no notice.
 */
export function calibratePair(
  engine: Engine,
  { name, nodes, vips, seconds, load }: Input<'pair.calibrate'>,
  call: Call,
): Promise<Output<'pair.calibrate'>> {
  const pair = unmade(name, nodes, vips)
  return withSessions(engine, pair, call, async (sessions) => {
    // nobody else on the LAN gets these adverts: what the nodes themselves are configured with is enough to know
    const facts = await readOfAll(engine, pair, call, sessions, asked, false)
    const targets = targetsOf(pair, facts)
    const common = { routerId: freeRouterId(facts), run: randomInt(2 ** 32 - 1), seconds }
    const ends = telling(seconds, call)
    try {
      const results = await Promise.all(
        targets.map(async ({ name: node, address, interface: device }) => {
          const session = sessions[node]
          if (session === undefined) throw new HotpairError('bug', { node, values: { message: 'no session' } })
          const peers = targets.filter((each) => each.name !== node)
          const plan: JitterPlan = { ...common, interface: device, address, peers: peers.map((peer) => peer.address) }
          const found = await measureJitter(session, plan, load, call.signal)
          if (found.is === 'no-tool') return { name: node, realTime: false, heard: null }
          return {
            name: node,
            realTime: found.realTime,
            heard: Object.fromEntries(peers.map((peer, i) => [peer.name, found.heard[i] ?? []])),
          }
        }),
      )
      const downTimer = Object.values(facts).every((own) => atLeast(keepalivedVersionOf(own) ?? '0', keywordSince.down_timer_adverts))
      return calibrationOf({ seconds, loaded: load, downTimer }, results)
    } finally {
      ends()
    }
  })
}

/** Tells every second how far it is; returns what ends that. What comes after the last second, the answers, takes two more. */
function telling(seconds: number, { emit }: Call): () => void {
  let second = 0
  const tell = (): void => {
    emit({ type: 'calibration', second, seconds })
    second += 1
    if (second > seconds) clearInterval(timer)
  }
  const timer = setInterval(tell, 1000)
  tell()
  return () => {
    clearInterval(timer)
  }
}
