import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { DrillEvent } from '../../electron/domain/drill'
import { drillEvent, drillResult } from '../../electron/domain/drill'
import { HotpairError } from '../../electron/domain/failure'
import { instancesOf } from '../../electron/domain/instance'
import { pairSchema } from '../../electron/domain/pair'
import { drill } from '../../electron/drills/drill'
import type { RunOptions, RunResult, Session } from '../../electron/remote/session'

/** Drills against two nodes that exist only here: the VIP is a port of ours, and its holder is what a variable says. */
interface World {
  holder: string | null
  /** Node that is broken. */
  broken: string | null
  /** Whether the other node takes over, whether the VIP goes back by itself, whether healing works. */
  takesOver: boolean
  flaps: boolean
  heals: boolean
  arms: boolean
  calls: string[]
}

const servers: Server[] = []
afterEach(() => {
  servers.splice(0).forEach((server) => {
    server.closeAllConnections()
    server.close()
  })
})

async function worldOf(changes: Partial<World> = {}) {
  const world: World = { holder: 'n1', broken: null, takesOver: true, flaps: false, heals: true, arms: true, calls: [], ...changes }
  // The other node takes over after five requests without an answer, however slow the machine.
  let unanswered = 0
  const server = createServer((_, response) => {
    if (world.holder !== null && world.holder !== world.broken) return response.end('kept')
    if (++unanswered >= 5 && world.takesOver) world.holder = world.broken === 'n1' ? 'n2' : 'n1'
    return response.destroy()
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const pair = pairSchema.parse({
    name: 'web',
    nodes: [
      { name: 'n1', address: '127.0.0.11' },
      { name: 'n2', address: '127.0.0.12' },
    ],
    vips: ['127.0.0.1'],
    vrrp: { routerId: 66 },
    nginx: { content: 'keep', url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/` },
  })
  const addresses = (node: string): string => (world.holder === node ? '2: ens33    inet 127.0.0.1/32 scope global ens33\n' : '')
  const answer = (node: string, script: string, options?: RunOptions): Partial<RunResult> => {
    if (script.includes('--unit=hotpair-drill')) {
      world.calls.push(`inject ${node}`)
      if (!world.arms) return { status: 1, stderr: 'no room' }
      for (const line of ['armed', 'injecting']) options?.onLine?.(line)
      world.broken = node
      unanswered = 0
      return { stdout: 'armed\ninjecting\ninjected\n' }
    }
    if (script.includes('systemctl stop --quiet hotpair-drill')) {
      world.calls.push(`heal ${node}`)
      if (!world.heals) return { status: 1 }
      world.broken = null
      if (world.flaps)
        setTimeout(() => {
          world.holder = node
        }, 300)
      return {}
    }
    const up = world.broken !== node
    return { stdout: `nginx ${up ? 'active' : 'inactive'}\nkeepalived active\nown 200\nloopback ok\nopen \n${addresses(node)}` }
  }
  const session = (node: string): Session => ({
    node,
    channels: 0,
    reachedAt: null,
    close: () => Promise.resolve(),
    run: ({ text }, options) =>
      new Promise((resolve, reject) => {
        if (!options?.tail) {
          resolve({ stdout: '', stderr: '', status: 0, ...answer(node, text, options) })
          return
        }
        let [last, count] = ['', 0]
        if (text.includes('kill -USR2')) {
          const counting = setInterval(() => options.onLine?.(`heard ${instancesOf(pair)[0].name} ${String(++count)}`), 20)
          options.signal?.addEventListener('abort', () => {
            clearInterval(counting)
            reject(new HotpairError('cancelled'))
          })
          return
        }
        const timer = setInterval(() => {
          const now = world.holder === node ? 'held 127.0.0.1' : 'held'
          if (now !== last) options.onLine?.(now)
          last = now
        }, 10)
        options.signal?.addEventListener('abort', () => {
          clearInterval(timer)
          reject(new HotpairError('cancelled'))
        })
      }),
  })
  const events: DrillEvent[] = []
  const context = {
    pair,
    targets: pair.nodes.map(({ name, address }) => ({ name, address, interface: 'ens33' })),
    sessions: { n1: session('n1'), n2: session('n2') },
    reconnect: () => Promise.reject(new Error('no node goes away here')),
    watch: 1200,
    patience: 2000,
    // How fast this machine is does not matter here.
    room: 60_000,
  }
  return { world, context, events, report: (event: DrillEvent) => void events.push(drillEvent.parse(event)) }
}
const failure = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof HotpairError ? error.failure : error
}

describe('a drill', () => {
  it('there and back, as the election table says', async () => {
    const { world, context, events, report } = await worldOf()
    const [result] = await drill(context, { seed: true }, report)
    expect(drillResult.parse(result)).toEqual(result)
    expect(world.calls).toEqual(['inject n1', 'heal n1', 'inject n2', 'heal n2'])
    expect(result).toMatchObject({ kind: 'seed', verdict: 'passed', reason: '', node: null })
    expect(result?.phases.map((phase) => [phase.phase, phase.node, phase.before, phase.expected, phase.after, phase.verdict])).toEqual([
      ['break', 'n1', 'n1', 'n2', 'n2', 'passed'],
      ['recover', 'n1', 'n2', 'n2', 'n2', 'passed'],
      ['break', 'n2', 'n2', 'n1', 'n1', 'passed'],
      ['recover', 'n2', 'n1', 'n1', 'n1', 'passed'],
    ])
    const [broken] = result?.phases ?? []
    // Not its downtime: where the fault takes no time at all, a request of before may be the first that fails.
    expect(broken?.failed).toBeGreaterThan(0)
    expect(events[0]).toEqual({ type: 'begin', kind: 'seed', holder: 'n1' })
    expect(events.flatMap((event) => (event.type === 'sample' ? event.samples : []))).toEqual(result?.samples)
    expect(events.flatMap((event) => (event.type === 'mark' ? [event.mark] : []))).toEqual(result?.marks)
    expect(events.filter((event) => event.type === 'phase')).toHaveLength(4)
  }, 30_000)

  it('says that the VIP moved although it should have stayed, and goes no further', async () => {
    const { world, context } = await worldOf({ flaps: true })
    const [result] = await drill(context, { seed: true })
    expect(result).toMatchObject({ verdict: 'failed', reason: 'moved', node: 'n1' })
    expect(world.calls).toEqual(['inject n1', 'heal n1'])
  }, 30_000)

  it('heals when nobody takes over', async () => {
    const { world, context } = await worldOf({ takesOver: false })
    // The VIP stays on a dead node: there is a holder, but nobody answers.
    const [result] = await drill(context, { kinds: ['nginx-stop'] })
    expect(result?.phases[0]).toMatchObject({ phase: 'break', verdict: 'failed', reason: 'not-answering', after: 'n1' })
    expect(result).toMatchObject({ verdict: 'failed', node: 'n1' })
    expect(world.calls).toEqual(['inject n1', 'heal n1'])
  }, 30_000)

  it('heals at once when it is cancelled', async () => {
    const { world, context } = await worldOf({ takesOver: false })
    const stop = new AbortController()
    const work = drill({ ...context, signal: stop.signal }, { seed: true }, (event) => {
      if (event.type === 'mark' && event.mark.event === 'injected')
        setTimeout(() => {
          stop.abort()
        }, 100)
    })
    expect(await failure(work)).toMatchObject({ kind: 'cancelled', hosts: 'as-before' })
    expect(world.calls).toEqual(['inject n1', 'heal n1'])
    expect(world.broken).toBeNull()
  }, 30_000)

  it('says where to look when a node does not heal', async () => {
    const { world, context } = await worldOf({ heals: false })
    expect(await failure(drill(context, { kinds: ['nginx-stop'] }))).toMatchObject({
      kind: 'drill-failed',
      node: 'n1',
      hosts: 'look',
      values: { reason: 'not-healed' },
    })
    expect(world.calls).toEqual(['inject n1', 'heal n1', 'heal n1'])
  }, 30_000)

  it('injects nothing when the undo cannot be armed', async () => {
    const { world, context } = await worldOf({ arms: false })
    expect(await failure(drill(context, { kinds: ['nginx-stop'] }))).toMatchObject({
      kind: 'drill-failed',
      hosts: 'unchanged',
      values: { reason: 'not-armed', output: 'no room' },
    })
    expect(world.calls).toEqual(['inject n1'])
  }, 30_000)

  it.each([
    ['no-holder', { holder: null }],
    ['nginx-not-active', { broken: 'n2' }],
  ] as const)('is refused: %s', async (reason, changes) => {
    const { world, context } = await worldOf(changes)
    expect(await failure(drill(context, { seed: true }))).toMatchObject({ kind: 'drill-refused', hosts: 'unchanged', values: { reason } })
    expect(world.calls).toEqual([])
  })

  it('is refused when the VIP is silent from here', async () => {
    const { context, world } = await worldOf()
    servers.splice(0).forEach((server) => server.close())
    expect(await failure(drill(context, { seed: true }))).toMatchObject({
      kind: 'drill-refused',
      values: { reason: 'vip-silent', detail: 'ECONNREFUSED' },
    })
    expect(world.calls).toEqual([])
  })
})
