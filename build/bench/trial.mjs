// One fault of one pair, seen by the observer from before it until the pair is whole again.
import { setTimeout as sleep } from 'node:timers/promises'
import { faults } from './faults.mjs'
import { observe } from './observer.mjs'
import { formula, settings } from './settings.mjs'

/** A time in which something was done to the pair. @typedef {{ ms: number, lost: number, ended: boolean }} Phase ms without a good answer, in sum */
/**
 * @typedef {object} Trial
 * @property {Phase} broken from the fault on
 * @property {Phase} healed from its healing on
 * @property {number} floor ms: the formula's, for the priority of the standby that was there
 * @property {number} late_ms how late the observer sent a request of an outage, at most
 * @property {boolean} moved before it was healed another node answered: that the fault took, where it should move the VIP
 * @property {boolean} answers the VIP answered in the last second
 */

/** Who does not answer for so long is not waited for any more, ms. */
const enough = 12_000
/** Requests that are younger than this, in s, may still fail. */
const open = 0.9

/**
 * @param {import('./lab.mjs').Lab} lab with a whole pair of this setting
 * @param {import('./settings.mjs').SettingName} name
 * @param {import('./faults.mjs').FaultName} fault
 * @returns {Promise<Trial>}
 */
export async function trial(lab, name, fault) {
  const setting = settings[name]
  /** @type {import('./faults.mjs').FaultKind} */
  const kind = faults[fault]
  const { holder, standby } = await lab.settled()
  const priority = setting.priorities[lab.nodes().findIndex((node) => node.name === standby)]
  const floor = formula(setting, priority)[kind.floor]
  // keepalived has said so before its second announcement; a health check has to succeed once more.
  await sleep(2000)

  let failed = 0
  /** Who answered last, and who before the fault. */
  const who = { last: '', before: '', broken: '' }
  const observer = await observe(lab, {
    onReply: ({ good, at, who: node }) => {
      if (good) who.last = node
      else failed = Math.max(failed, at)
    },
  })
  const times = { broke: 0, heals: 0 }
  try {
    await sleep(500)
    who.before = who.last
    times.broke = Date.now()
    await act(lab, holder, kind.inject)
    // A fault that ends by itself, or that is found by a check: what the recipe's interval is, and one more.
    const least = Math.max(3000, formula(setting).silent + 1500)
    const away = () => Date.now() - times.broke
    while ((away() < least || Date.now() / 1000 - failed < open + 0.6) && away() < enough) await sleep(50)
    who.broken = who.last
    times.heals = Date.now()
    await act(lab, holder, kind.heal)
    await lab.settled()
    await sleep(1500)
  } catch (error) {
    await observer.stop()
    throw error
  }
  const seen = await observer.stop()
  const { broke, heals } = times
  // All was calm for longer than this, or nothing was.
  const later = heals - open * 1000

  const outages = seen.outages.filter(({ to }) => to * 1000 > broke)
  const last = seen.outages.at(-1)
  return {
    broken: phase(outages, broke, later, heals),
    healed: phase(outages, later, Infinity),
    floor,
    moved: who.broken !== who.before,
    late_ms: Math.max(0, ...outages.map(({ late_ms }) => late_ms)),
    answers: last === undefined || last.to < seen.to - 1,
  }
}

/**
 * What of the outages begins in [from, to), and lasts until `end` at most; epoch ms.
 * @param {readonly import('./observer.mjs').Outage[]} outages
 * @param {number} from
 * @param {number} to
 * @param {number} [end]
 * @returns {Phase}
 */
function phase(outages, from, to, end = to) {
  const within = outages.filter((one) => one.from * 1000 >= from && one.from * 1000 < to)
  return {
    ms: within.reduce((sum, one) => sum + Math.min(one.to * 1000, end) - one.from * 1000, 0),
    lost: within.reduce((sum, one) => sum + one.requests, 0),
    ended: within.every((one) => one.to * 1000 <= end),
  }
}

/**
 * @param {import('./lab.mjs').Lab} lab
 * @param {string} node
 * @param {string | readonly string[]} what
 */
const act = (lab, node, what) =>
  typeof what === 'string' ? lab.on(node, what) : lab.call(...what.map((word) => (word === 'NODE' ? node : word)))
