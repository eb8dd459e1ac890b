import { elect, policiesOf } from '../domain/election'
import { instancesOf } from '../domain/instance'
import type { Pair } from '../domain/pair'
import { sh, type Sh } from '../remote/sh'
import { follow, type Sessions } from './follow'
import { waitForHolder } from './holders'

/** Where keepalived writes its statistics when it is asked to by SIGUSR2 (keepalived(8)). */
const statistics = '/tmp/keepalived.stats'

/**
 * Prints `heard INSTANCE COUNT`, twice a second: how many adverts keepalived has accepted. It counts none of a wrong password, of another
 * version, or while it is in FAULT. The folder is everybody's: only a file of root's own is read. It is removed, as nobody else asked for it.
 */
const advertsScript = (seconds: number): Sh => sh`trap '' PIPE
pid=$(systemctl show --property=MainPID --value keepalived.service) && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = keepalived ] || exit 0
file=/proc/$pid/root${statistics}; i=0
while [ $i -lt ${Math.ceil(seconds) * 2} ] && kill -USR2 "$pid" 2>/dev/null; do
  i=$((i + 1)); sleep 0.25
  if [ -f "$file" ] && [ ! -L "$file" ] && [ -O "$file" ]; then
    head -c 20000 "$file" | sed -n 's/^VRRP Instance: //p; /^ *Advertisements:/{n;s/^ *Received: //p;}' | while read -r instance && read -r count; do
      echo "heard $instance $count"
    done || break
  fi
  sleep 0.25
done
[ ! -O "$file" ] || rm -f "$file"`

/** What each node has heard of the others since it is listened to. */
export class Adverts {
  readonly #pair: Pair
  /** By node and instance: the first count and the last. */
  readonly #counts = new Map<string, { readonly first: number; readonly last: number }>()

  constructor(pair: Pair) {
    this.#pair = pair
  }

  /** @param line as the script prints it; anything else is passed over */
  hear(node: string, line: string): void {
    const [, instance, count] = /^heard ([\w-]{1,200}) (\d{1,10})$/.exec(line) ?? []
    if (instance === undefined || !instancesOf(this.#pair).some(({ name }) => name === instance)) return
    const key = `${node} ${instance}`
    // keepalived that was started anew counts from the beginning
    const [last, before] = [Number(count), this.#counts.get(key)]
    this.#counts.set(key, { first: before === undefined || last < before.first ? last : before.first, last })
  }

  /**
   * Nobody else will take the VIPs: the holder is the one whom VRRP elects, and every other node accepts its adverts, so that none of them
   * is waiting for the time after which a node that hears nobody takes them (RFC 9568 §6.4.2).
   */
  prove(holder: string): boolean {
    const others = this.#pair.nodes.filter(({ name }) => name !== holder)
    const hears = (node: string, instance: string): boolean => {
      const count = this.#counts.get(`${node} ${instance}`)
      return count !== undefined && count.last > count.first
    }
    return (
      policiesOf(this.#pair).every((policy) => elect(policy, {}, holder) === holder) &&
      instancesOf(this.#pair).every((instance) => others.every(({ name }) => hears(name, instance.name)))
    )
  }
}

/**
 * Waits until it is certain that one node holds the VIPs: the others are heard to hear it, or `seconds` have gone by without a second one.
 * What is then, verify tells.
 * @param seconds until a second holder would show (settleSeconds)
 * @throws HotpairError cancelled
 */
export async function waitUntilSettled(sessions: Sessions, pair: Pair, seconds: number, signal?: AbortSignal): Promise<void> {
  const adverts = new Adverts(pair)
  const { stop } = follow(sessions, pair, {
    script: advertsScript(seconds),
    root: true,
    seconds,
    heard: (node, line) => {
      adverts.hear(node, line)
    },
    lost: () => undefined,
  })
  try {
    await waitForHolder(sessions, pair, {
      stable: seconds * 1000,
      timeout: seconds * 1000 + 5000,
      enough: (holder) => adverts.prove(holder),
      ...(signal === undefined ? {} : { signal }),
    })
  } finally {
    await stop()
  }
}
