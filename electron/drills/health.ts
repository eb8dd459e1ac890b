import type { Refusal } from '../domain/drill'
import type { Pair } from '../domain/pair'
import { holdersOf, holdingsOf, soleHolder } from '../domain/holders'
import { firstVip } from '../domain/vip'
import { curlArgs, type Target } from '../checks/ask'
import type { Sessions } from '../checks/follow'
import { addressesIn } from '../checks/round'
import { openDrills } from '../facts/open-drills'
import { sh } from '../remote/sh'

/** Whether a drill may begin, and whether it has left everything as it should be. */
export type Health = { readonly holder: string } | { readonly reason: Refusal; readonly node: string | null; readonly detail: string }

export interface HealthContext {
  readonly pair: Pair
  readonly targets: readonly Target[]
  readonly sessions: Sessions
  readonly signal?: AbortSignal
  /** Port of the health server on 127.0.0.1, by node; asked when it is known. */
  readonly healthPort?: Readonly<Record<string, number>>
}

/** One channel per node. Raises what `Session.run` does. */
export async function readHealth(context: HealthContext): Promise<Health> {
  const nodes = await Promise.all(context.targets.map((target) => readNode(context, target)))
  const ill = nodes.find((node) => node.reason !== null)
  if (ill?.reason) return { reason: ill.reason, node: ill.name, detail: ill.detail }
  const seen = new Map(nodes.map((node) => [node.name, node.addresses]))
  const holder = soleHolder(context.pair, seen)
  if (holder !== null) return { holder }
  const names = holdersOf(holdingsOf(context.pair, seen))
  return { reason: names.length > 1 ? 'two-holders' : 'no-holder', node: null, detail: names.join(', ') }
}

async function readNode({ pair, sessions, signal, healthPort }: HealthContext, { name, address }: Target) {
  const own = [...curlArgs(pair, address, firstVip(pair).address), '-o', '/dev/null', '-w', '%{http_code}']
  const port = healthPort?.[name]
  const loopback =
    port === undefined
      ? sh`true`
      : sh`curl -fsS --max-time 2 --noproxy ${'*'} -o /dev/null ${`http://127.0.0.1:${String(port)}/hotpair-health`}`
  const script = sh`echo "nginx $(systemctl is-active nginx)"
echo "keepalived $(systemctl is-active keepalived)"
echo "own $(curl ${own} 2>/dev/null)"
${loopback} 2>/dev/null && echo 'loopback ok' || echo 'loopback silent'
echo "open $(${openDrills.command} | head -n 1)"
ip -o -4 addr show`
  const run = await sessions[name]?.run(script, signal ? { signal } : {})
  const text = run?.stdout ?? ''
  const value = (key: string): string => new RegExp(`^${key} (.*)$`, 'm').exec(text)?.[1]?.trim().slice(0, 200) ?? ''
  const status = Number(value('own'))
  const complaint = (): [Refusal, string] | [null, ''] => {
    if (value('open') !== '') return ['drill-open', value('open').split(' ')[0] ?? '']
    if (value('nginx') !== 'active') return ['nginx-not-active', value('nginx')]
    if (value('keepalived') !== 'active') return ['keepalived-not-active', value('keepalived')]
    if (!(status >= 200 && status < (pair.nginx.content === 'welcome' ? 400 : 500))) return ['nginx-not-answering', value('own')]
    if (value('loopback') !== 'ok') return ['nginx-not-answering', `127.0.0.1:${String(port)}`]
    return [null, '']
  }
  const [reason, detail] = complaint()
  return { name, reason, detail, addresses: addressesIn(text) }
}
