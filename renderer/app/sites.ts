import type { Pair } from '../../electron/domain/pair'
import { sitesOf } from '../../electron/domain/site'
import { vipText } from '../../electron/domain/vip'
import type { Start } from './around'

/** Pure: how a pair's site can be opened from here. */

/** link: the page is in a browser · button: the window asks the system for one · text: none of this computer reaches it */
export interface SiteShown {
  readonly as: 'link' | 'button' | 'text'
  /** As the pair has it. */
  readonly vip: string
  readonly address: string
}

/** One for each VIP of a pair that is deployed; the lab's VIPs are in a network of their own. */
export function sitesShown(pair: Pair, deployed: boolean, start: Pick<Start, 'face' | 'lab'> | null): SiteShown[] {
  if (!deployed || start === null) return []
  const as = start.lab !== null ? 'text' : start.face === 'desktop' ? 'button' : 'link'
  return sitesOf(pair).map(({ vip, address }) => ({ as, vip: vipText(vip), address }))
}
