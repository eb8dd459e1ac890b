import { isIPv6, parseCidr } from '../../../electron/domain/address'
import type { Finding } from '../../../electron/domain/finding'
import type { KnownFacts } from '../../../electron/domain/node-facts'
import type { Pair } from '../../../electron/domain/pair'
import { profiles } from '../../../electron/domain/profiles'
import { vipText } from '../../../electron/domain/vip'
import { unwise, type RuleOf, type Setting } from '../../../electron/preflight/settings'
import { pairSoFar, type PairForm } from '../../app/form'
import { t, type PlainKey } from '../../i18n/i18n.svelte'

/** What preflight would say of a setting, in the short words of this screen. */
const words = {
  'vip-is-node-address': 'vip.isNodeAddress',
  'vip-reserved': 'vip.isReserved',
  'vip-not-in-subnet': 'vip.outside',
  'vip-prefix': 'vip.otherPrefix',
  'keepalived-too-old-for-unicast': 'vip.unicastTooOld',
  'cloud-multicast': 'vip.multicastCloud',
  'snapshot-advice': 'vip.fastVirtual',
  'keepalived-too-old-for-down-timer': 'vip.downTimerTooOld',
  'timer-expired-left-out': 'vip.timerExpiredTooOld',
  'default-site-replaced': 'vip.ownSite',
  'other-default-server': 'vip.ownSite',
  'port-taken': 'vip.portTaken',
  'nothing-to-keep': 'vip.keepNothing',
  'selinux-proxy': 'vip.proxySelinux',
  'firewall-foreign': 'vip.openForeign',
  'firewall-foreign-left': 'vip.leaveFiltered',
  'firewall-leave-blocks': 'vip.leaveFiltered',
  'firewall-leave-blocks-web': 'vip.leaveBlocksWeb',
} as const satisfies Record<RuleOf<Setting>, PlainKey>

/** What comes of a choice on these machines; what is `impossible` cannot be chosen. */
export interface Caution {
  readonly impossible?: PlainKey
  readonly warning?: PlainKey
}
export type Choice = 'multicast' | 'unicast' | 'fast' | 'timing' | Pair['nginx']['content'] | 'open' | 'leave'

const choices: Readonly<Record<Choice, { setting: Setting; isChosen: (form: PairForm) => boolean; choose: Partial<PairForm> }>> = {
  multicast: { setting: 'mode', isChosen: ({ mode }) => mode === 'multicast', choose: { mode: 'multicast' } },
  unicast: { setting: 'mode', isChosen: ({ mode }) => mode === 'unicast', choose: { mode: 'unicast' } },
  fast: {
    setting: 'speed',
    isChosen: ({ advertInterval }) => advertInterval < 1,
    choose: { ...profiles.fast, version: null, downTimerAdverts: null, timerExpiredBackup: false },
  },
  // whatever is set now
  timing: { setting: 'speed', isChosen: () => true, choose: {} },
  welcome: { setting: 'content', isChosen: ({ content }) => content === 'welcome', choose: { content: 'welcome' } },
  proxy: { setting: 'content', isChosen: ({ content }) => content === 'proxy', choose: { content: 'proxy' } },
  keep: { setting: 'content', isChosen: ({ content }) => content === 'keep', choose: { content: 'keep' } },
  open: { setting: 'firewall', isChosen: ({ firewall }) => firewall === 'open', choose: { firewall: 'open' } },
  leave: { setting: 'firewall', isChosen: ({ firewall }) => firewall === 'leave', choose: { firewall: 'leave' } },
}

/** What preflight would refuse cannot be chosen; where it is chosen already, one is warned. */
function cautionOf(choice: Choice, form: PairForm, facts: KnownFacts): Caution {
  const { setting, isChosen, choose } = choices[choice]
  const [first] = unwise(setting, pairSoFar({ ...form, ...choose }), facts)
  if (first === undefined) return {}
  return first.severity === 'error' && !isChosen(form) ? { impossible: words[first.rule] } : { warning: words[first.rule] }
}

/** Unknown machines give no cautions; preflight judges the plan in any case. */
export const cautionsOf = (form: PairForm, facts: KnownFacts): Readonly<Record<Choice, Caution>> =>
  Object.fromEntries(Object.keys(choices).map((choice) => [choice, cautionOf(choice as Choice, form, facts)])) as Record<Choice, Caution>

/** As an option of a choice shows them. */
export const cautionWords = ({ impossible, warning }: Caution): { readonly impossible?: string; readonly warning?: string } => ({
  ...(impossible === undefined ? {} : { impossible: t(impossible) }),
  ...(warning === undefined ? {} : { warning: t(warning) }),
})

/** What is wrong with an address on these machines, or null. `isError`: it cannot work. */
export function addressCaution(
  text: string,
  form: PairForm,
  facts: KnownFacts,
): { readonly key: PlainKey; readonly isError: boolean } | null {
  const vip = parseCidr(text.trim())
  if (vip === undefined) return null
  const found: (Finding & { readonly rule: RuleOf<'vip'> })[] = unwise('vip', { ...pairSoFar(form), vips: [vipText(vip)] }, facts)
  const first = found.find(({ rule }) => rule === 'vip-reserved') ?? found[0]
  if (first === undefined) return null
  const isError = first.severity === 'error'
  const withPrefix = vip.prefix < (isIPv6(vip.address) ? 128 : 32)
  return { key: withPrefix && first.rule === 'vip-not-in-subnet' ? 'vip.outsideWithPrefix' : words[first.rule], isError }
}
