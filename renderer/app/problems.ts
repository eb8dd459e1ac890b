import { parseCidr } from '../../electron/domain/address'
import { pairSchema } from '../../electron/domain/pair'
import type { PlainKey } from '../i18n/i18n.svelte'
import { pairInput, type PairForm } from './form'

/** What is wrong with each field, by its path in the form: `nodes.0.address`. In words of the screens, not of the schema. */
export type Problems = Readonly<Record<string, PlainKey>>

/** The first rule whose path fits says it. */
const words: readonly (readonly [path: RegExp, key: PlainKey])[] = [
  [/^name$/, 'problems.name'],
  [/^nodes\.\d+\.name$/, 'problems.name'],
  [/^nodes\.\d+\.address$/, 'problems.address'],
  [/^nodes\.\d+\.port$/, 'problems.port'],
  [/^nodes\.\d+\.user$/, 'problems.user'],
  [/^nodes\.\d+\.keyFile$/, 'problems.keyFile'],
  [/^nodes\.\d+\.interface$/, 'problems.interface'],
  [/^vips\.\d+$/, 'problems.vip'],
  [/^vrrp\.routerId$/, 'problems.routerId'],
  [/^nginx\.upstreams\.\d+$/, 'problems.upstream'],
  [/^nginx\.url$/, 'problems.url'],
  [/^vrrp\.(advertInterval|version|downTimerAdverts|realTimePriority|timerExpiredBackup)$/, 'problems.interval'],
]

/** Everything wrong with the form; empty: it is a pair. Twice the same is marked at the later one. */
export function problemsOf(form: PairForm): Problems {
  const found: Record<string, PlainKey> = {}
  const parsed = pairSchema.safeParse(pairInput(form))
  for (const issue of parsed.error?.issues ?? []) {
    const path = issue.path.join('.')
    found[path] ??= words.find(([rule]) => rule.test(path))?.[1] ?? 'problems.other'
  }
  // The schema says of a whole list that it has something twice; here the field is marked.
  delete found.nodes
  delete found.vips
  const twice = (values: readonly string[], path: (index: number) => string, key: PlainKey) =>
    values.forEach((value, index) => {
      if (value !== '' && values.indexOf(value) < index) found[path(index)] ??= key
    })
  twice(
    form.nodes.map((node) => node.name.trim().toLowerCase()),
    (index) => `nodes.${index}.name`,
    'problems.nameTwice',
  )
  twice(
    form.nodes.map((node) => (node.address.trim() === '' ? '' : `${node.address.trim().toLowerCase()} ${node.port}`)),
    (index) => `nodes.${index}.address`,
    'problems.addressTwice',
  )
  twice(
    form.nodes.map((node) => String(node.priority)),
    (index) => `nodes.${index}.priority`,
    'problems.priorityTwice',
  )
  twice(
    form.vips.map((vip) => parseCidr(vip.trim())?.address ?? vip.trim()),
    (index) => `vips.${index}`,
    'problems.vipTwice',
  )
  for (const [index, vip] of form.vips.entries()) if (vip.includes(':')) found[`vips.${index}`] = 'problems.vip6'
  return found
}

/** Those of the fields whose path begins with one of these. */
export const within = (problems: Problems, ...prefixes: readonly string[]): [string, PlainKey][] =>
  Object.entries(problems).filter(([path]) => prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}.`)))
