import perl from '../../resources/host/measure/adverts.pl?raw'
import python from '../../resources/host/measure/adverts.py?raw'
import { advertStep, type Arrival } from '../domain/calibration'
import { realTimePriority } from '../domain/profiles'
import { sh, type Sh } from '../remote/sh'
import type { Session } from '../remote/session'
import { lines, match, secondsOf, succeeded, Unreadable, type Fact } from './fact'
import { ask } from './script'

/** What one node is told for a measurement that all nodes of a pair make at the same time. */
export interface JitterPlan {
  readonly interface: string
  /** Own address there, and the other nodes'. */
  readonly address: string
  readonly peers: readonly string[]
  /** One that none of the nodes uses: their keepalived takes no notice of its adverts, and nobody else gets them. */
  readonly routerId: number
  /** Tells this run's adverts from others: a whole number below 2³². */
  readonly run: number
  readonly seconds: number
}

/** no-tool: there is neither a perl that can tell the time nor python3. */
export type Jitter =
  | { readonly is: 'no-tool' }
  | {
      readonly is: 'measured'
      /** It ran with the scheduling that keepalived would have. */
      readonly realTime: boolean
      readonly sent: number
      /** Of each peer, in their order: its adverts as they came. */
      readonly heard: readonly (readonly Arrival[])[]
    }

/** Units of systemd that a measurement runs in, on every node: each ends by itself. */
const jitterUnit = (run: number): string => `hotpair-calibrate-${String(run)}.service`
const loadUnit = (run: number): string => `hotpair-load-${String(run)}.service`

/** Seconds that a program may need besides: it listens for 2 s longer than it sends. */
const besides = 8

/** As services are run: what systemd or a container forbids keepalived is forbidden here. */
const service = (unit: string, more: Sh): Sh => sh`systemd-run --quiet --collect --unit=${unit} ${more}`

/**
 * Sends adverts to the other nodes and notes when theirs come, by the node's own monotonic clock. Nothing of it stays: it is a unit that ends by itself.
 */
export const jitter = (plan: JitterPlan): Fact<Jitter> => ({
  command: sh`set -- ${[plan.interface, plan.address, plan.routerId, plan.run, advertStep, plan.seconds, ...plan.peers]}
for python in python3 /usr/libexec/platform-python none; do command -v "$python" >/dev/null && break; done
${service(jitterUnit(plan.run), sh`--pipe --wait`)} -- sh -c ${`priority=
chrt -r ${String(realTimePriority)} true 2>/dev/null && priority='chrt -r ${String(realTimePriority)}'
perl=$1 python=$2 with=$3
shift 3
said=
! command -v perl >/dev/null || said=$(timeout -k 1 ${String(plan.seconds + besides)} $priority perl -e "$perl" -- "$@")
case $said in
sent*) ;;
*) said=; [ "$with" = none ] || said=$(timeout -k 1 ${String(plan.seconds + besides)} $priority "$with" -c "$python" "$@") ;;
esac
[ -n "$said" ] || { echo no-tool; exit 0; }
echo "priority \${priority:+real-time}"
printf '%s\\n' "$said"`} sh ${perl} ${python} "$python" "$@"`,
  seconds: plan.seconds + 2 * besides,
  bytes: 8_000_000,
  parse: (stdout, status) => {
    succeeded(status)
    if (stdout === 'no-tool') return { is: 'no-tool' }
    const [first = '', second = '', ...rest] = lines(stdout)
    const [priority] = match(first, /^priority (real-time)?$/, 'the priority')
    const [sent] = match(second, /^sent (\d{1,6})$/, 'how many were sent')
    const heard: Arrival[][] = plan.peers.map(() => [])
    for (const line of rest) {
      const [peer, number, at] = match(line, /^(\d) (\d{1,6}) (\d{1,10})$/, 'an advert')
      const of = heard[Number(peer)]
      if (of === undefined) throw new Unreadable('a peer of the pair')
      of.push({ number: Number(number), at: Number(at) / 1000 })
    }
    return { is: 'measured', realTime: priority !== '', sent: Number(sent), heard }
  },
})

/** More busy processes than processors, for so many seconds; they end by themselves. */
export const load = (run: number, seconds: number): Fact<void> => ({
  command: sh`${service(loadUnit(run), sh`--`)} timeout -k 1 ${seconds} sh -c ${'n=$((3 * $(nproc))); while [ $n -gt 0 ]; do { while :; do :; done; } & n=$((n - 1)); done; wait'}`,
  parse: (_, status) => {
    succeeded(status)
  },
})

/** What of a measurement still runs is ended by this. */
const ended = (run: number): Sh => sh`systemctl stop ${[jitterUnit(run), loadUnit(run)]} 2>/dev/null; :`

/**
 * One node's part of a measurement. Ended or cancelled, nothing of it runs on the node any more; cut off, it ends by itself. Raises fact-unreadable,
 * and what Session.run does.
 * @param loaded keeps all processors of the node busy meanwhile
 */
export async function measureJitter(session: Session, plan: JitterPlan, loaded: boolean, signal: AbortSignal): Promise<Jitter> {
  const measured = jitter(plan)
  const seconds = secondsOf(measured)
  const options = { salt: '', now: Date.now, timeout: 1000 * (seconds + 20), signal }
  try {
    if (loaded) await ask(session, { load: load(plan.run, plan.seconds + besides) }, options)
    return (await ask(session, { jitter: measured }, options)).answers.jitter
  } finally {
    await session.run(ended(plan.run), { root: true }).catch(() => undefined)
  }
}
