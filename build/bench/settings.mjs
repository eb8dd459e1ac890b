// What is compared: the recipe, and Hotpair's settings. The one place to change when a profile has a name of its own.

/**
 * @typedef {object} Setting
 * @property {string} lab end of its practice lab's name (at most four of [a-z0-9]): each setting keeps its own pair, so that they take turns within one run
 * @property {string} title
 * @property {Record<string, unknown> | null} vrrp of the pair file; null: the recipe, by hand
 * @property {2 | 3} version of VRRP
 * @property {number} advert seconds
 * @property {number} missed adverts until the standby takes over
 * @property {readonly [number, number]} priorities
 * @property {boolean} fast which column of the goals it is measured by
 */

/** @satisfies {Record<string, Setting>} */
export const settings = {
  recipe: { lab: 'rec', title: 'the recipe', vrrp: null, version: 2, advert: 1, missed: 3, priorities: [100, 100], fast: false },
  default: { lab: 'def', title: 'default', vrrp: {}, version: 2, advert: 1, missed: 3, priorities: [254, 253], fast: false },
  fast: {
    lab: 'fast',
    title: 'fast',
    vrrp: { advertInterval: 0.1, realTimePriority: 50 },
    version: 3,
    advert: 0.1,
    missed: 3,
    priorities: [254, 253],
    fast: true,
  },
  // What `hotpair calibrate` chose on hosts of this lab, 10 s on a quiet machine (worst lateness below 10 ms).
  calibrated: {
    lab: 'cal',
    title: 'calibrated',
    vrrp: { advertInterval: 0.01, downTimerAdverts: 9, realTimePriority: 50 },
    version: 3,
    advert: 0.01,
    missed: 9,
    priorities: [254, 253],
    fast: true,
  },
}
/** @typedef {keyof typeof settings} SettingName */
export const settingNames = /** @type {SettingName[]} */ (Object.keys(settings))

/**
 * How long VRRP takes at most, in ms: RFC 9568 §6.1, and RFC 3768 §6.1 for version 2, whose skew does not depend on the interval.
 * @param {Setting} setting
 * @param {number} [priority] of the standby; by default the lowest
 * @returns {{ silent: number, released: number }} silent: the holder says nothing any more (the adverts that have to be missed, and the skew); released: it says
 *   that it goes (priority 0: the skew)
 */
export function formula({ version, advert, missed, priorities }, priority = Math.min(...priorities)) {
  const skew = ((256 - priority) / 256) * (version === 2 ? 1 : advert)
  return { silent: (missed * advert + skew) * 1000, released: skew * 1000 }
}

/**
 * The pair file of a setting.
 * @param {import('./lab.mjs').Lab} lab
 * @param {Record<string, unknown>} vrrp
 * @param {number} [count] nodes
 */
export const pairOf = (lab, vrrp, count = 2) => ({
  name: 'bench',
  nodes: lab.nodes(count).map((node) => ({ ...node, user: 'root', auth: 'key', keyFile: lab.credentials.key })),
  vips: [`${lab.credentials.vip}/24`],
  vrrp: { routerId: 66, ...vrrp },
})
