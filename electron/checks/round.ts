import { z } from 'zod'
import { sh, type Sh } from '../remote/sh'
import { readAnswer, type Answer } from './answer'
import { command, type Ask } from './ask'

/** What a node read in one round. */
export interface RoundRead {
  /** `ip -o -4 addr show` as printed, bounded. */
  readonly addresses: string
  /** By the index of the ask; absent: not asked, because the VIP is the node's own. */
  readonly answers: ReadonlyMap<number, Answer>
}

/** Shown as the command of one-holder. */
export const addressCommand = 'ip -o -4 addr show'

/** The addresses in what it printed. */
export const addressesIn = (text: string): Set<string> =>
  new Set(Array.from(text.matchAll(/ inet6? ([0-9a-f.:]{2,45})\//g), ([, address = '']) => address))

/**
 * All that is read on a node, in one script: its addresses and every curl, side by side, again and again until every curl
 * got some HTTP answer or `patience` seconds are over. A node does not ask a VIP that is its own.
 * Prints `addr BASE64` and, per curl, `N EXIT SHA256 BASE64(stdout) BASE64(stderr)`: base64, so that no site can forge a line.
 */
export function roundScript(asks: readonly Ask[], patience: number): Sh {
  const lines = asks.map((ask, i) => {
    const line = sh`ask ${i} ${command(ask)}`
    return ask.kind === 'vip' ? sh`mine ${ask.address} || ${line} &` : sh`${line} &`
  })
  const all = lines.reduce(
    (text, line) => sh`${text}
  ${line}`,
    sh`:`,
  )
  return sh`d=$(mktemp -d) || exit 1
trap 'rm -rf "$d"' EXIT
ask() { n=$1; shift; "$@" >"$d/$n.out" 2>"$d/$n.err" </dev/null; echo $? >"$d/$n.code"; }
mine() { grep -qF " inet $1/" "$d/addr"; }
text() { [ -s "$1" ] && head -c 6144 "$1" | base64 | tr -d '\n' || printf -; }
now() { cut -d. -f1 /proc/uptime; }
start=$(now)
tries=0
while :; do
  rm -f "$d"/*.out "$d"/*.err "$d"/*.code
  ip -o -4 addr show >"$d/addr"
  ${all}
  wait
  bad=0
  for file in "$d"/*.code; do
    [ -f "$file" ] || continue
    read -r code <"$file" && [ "$code" = 0 ] || bad=1
  done
  tries=$((tries + 1))
  [ $bad = 0 ] || ! command -v curl >/dev/null || [ $tries -ge 80 ] || [ $(($(now) - start)) -ge ${patience} ] && break
  sleep 0.2
done
ip -o -4 addr show >"$d/addr"
printf 'addr %s\n' "$(text "$d/addr")"
for file in "$d"/*.code; do
  [ -f "$file" ] || continue
  n=$(basename "$file" .code)
  hash=$(sed '1,/^\r*$/d' "$d/$n.out" | sha256sum | cut -d' ' -f1)
  printf '%s %s %s %s %s\n' "$n" "$(cat "$file")" "$hash" "$(text "$d/$n.out")" "$(text "$d/$n.err")"
done`
}

const decode = (text: string): string => (text === '-' ? '' : Buffer.from(text, 'base64').toString('utf8'))
const line = z.tuple([z.string().regex(/^\d+$/), z.string().regex(/^\d+$/), z.string(), z.string(), z.string()])

/** Reads what the script printed; throws when it is anything else. */
export function readRound(stdout: string): RoundRead {
  const [first = '', ...rest] = stdout.split('\n').filter((text) => text !== '')
  if (!first.startsWith('addr ')) throw new Error('the node did not say its addresses')
  const answers = new Map<number, Answer>()
  for (const text of rest) {
    const [n, exit, hash, out, error] = line.parse(text.split(' '))
    answers.set(Number(n), readAnswer(Number(exit), decode(out), decode(error), hash))
  }
  return { addresses: decode(first.slice('addr '.length)), answers }
}
