// How long a pair is away: every fault in every setting, in turn within one run.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stdout } from 'node:process'
import { root } from '../install.mjs'
import { faultNames, faults } from './faults.mjs'
import { Lab } from './lab.mjs'
import { formula, pairOf, settingNames, settings } from './settings.mjs'
import { median, time } from './numbers.mjs'
import { heading, mark, table } from './report.mjs'
import { trial } from './trial.mjs'

/** @typedef {import('./trial.mjs').Trial} Trial */
/** @typedef {Record<string, Record<string, Trial[]>>} Trials fault → setting → trials */
/** @typedef {{ trials: Trials, unmeasured: string[] }} Figures unmeasured: tries that came to nothing, and why */

/**
 * @param {import('./parts.mjs').Course} course
 * @returns {Promise<Figures>}
 */
export async function measureFaults({ rounds, folder, chosen, keep }) {
  const names = faultNames.filter((name) => chosen.length === 0 || chosen.includes(name))
  const labs = settingNames.map((name) => /** @type {const} */ ([name, new Lab(`bn${settings[name].lab}`, folder)]))
  /** @type {string[]} */
  const unmeasured = []
  /** @type {Trials} */
  const figures = Object.fromEntries(names.map((name) => [name, Object.fromEntries(settingNames.map((setting) => [setting, []]))]))
  try {
    await Promise.all(labs.map(([name, lab]) => makePair(lab, name)))
    for (let round = 0; round < rounds; round++) {
      for (const fault of names) {
        /** @type {import('./faults.mjs').FaultKind} */
        const kind = faults[fault]
        const each = async (/** @type {import('./settings.mjs').SettingName} */ name, /** @type {Lab} */ lab) => {
          for (let tries = settings[name].fast ? (kind.tries ?? 1) : 1; tries > 0; tries--) {
            const what = `${String(round + 1)}/${String(rounds)} ${fault}, ${name}`
            try {
              const one = await trial(lab, name, fault)
              figures[fault]?.[name]?.push(one)
              stdout.write(`${what}: ${time(downtime(one))}, ${String(one.broken.lost)} lost; healed: ${time(one.healed.ms)}\n`)
            } catch (error) {
              // An hour of others' tries is not lost for one: the pair is made anew.
              const why = error instanceof Error ? error.message : String(error)
              unmeasured.push(`${what}: ${(why.split('\n').at(-1) ?? '').slice(0, 200)}`)
              stdout.write(`${what}: not measured: ${why}\n`)
              await makePair(lab, name)
            }
          }
        }
        // Side by side: they wait, nearly all the time, and each round's trials meet the same machine.
        await Promise.all(labs.map(([name, lab]) => each(name, lab)))
      }
      await keep({ trials: figures, unmeasured })
    }
    return { trials: figures, unmeasured }
  } finally {
    for (const [, lab] of labs) await lab.down()
  }
}

/**
 * Two bare hosts become the pair of a setting.
 * @param {Lab} lab
 * @param {import('./settings.mjs').SettingName} name
 */
export async function makePair(lab, name) {
  stdout.write(`${name}: two hosts become a pair\n`)
  await lab.down()
  await lab.up(2)
  const { vrrp } = settings[name]
  if (vrrp === null) {
    const recipe = readFileSync(join(root, 'build/bench/hosts/recipe.sh'), 'utf8')
    for (const node of lab.nodes()) await lab.on(node.name, recipe, node.name, lab.credentials.vip)
  } else {
    const file = join(lab.folder, `${lab.name}.json`)
    writeFileSync(file, JSON.stringify(pairOf(lab, vrrp)))
    await lab.hotpair(['deploy', file, '--yes'])
  }
  await lab.settled()
}

/** @param {Trial} one */
const downtime = ({ broken }) => (broken.ended ? broken.ms : Infinity)

/**
 * Whether the trials meet the goal.
 * @param {import('./faults.mjs').Goal} goal
 * @param {readonly Trial[]} trials
 */
function meets(goal, trials) {
  const ms = median(trials.map(downtime))
  if (goal.ms !== undefined && ms > goal.ms) return false
  if (goal.formula !== undefined && median(trials.map((one) => downtime(one) / one.floor)) > goal.formula) return false
  if (goal.lost !== undefined && median(trials.map(({ broken }) => broken.lost)) > goal.lost) return false
  if (goal.never !== undefined && trials.some(({ broken }) => broken.lost > 0)) return false
  return goal.answers === undefined || trials.every(({ answers, healed, floor }) => answers && healed.ms <= floor)
}

/** @param {import('./faults.mjs').Goal} goal */
const words = (goal) =>
  [
    ...(goal.ms === undefined ? [] : [`≤ ${time(goal.ms)}`]),
    ...(goal.formula === undefined ? [] : [`≤ ${String(goal.formula)} × formula`]),
    ...(goal.lost === undefined ? [] : [`≤ ${String(goal.lost)} request lost`]),
    ...(goal.never === undefined ? [] : [`0 lost in ${String(goal.never)} tries`]),
    ...(goal.answers === undefined ? [] : ['no black hole']),
  ].join(', ')

/**
 * @param {import('./report.mjs').Record<Figures>} record
 * @returns {string}
 */
export function showFaults({ figures: { trials: figures, unmeasured } }) {
  const names = faultNames.filter((name) => figures[name])
  const ours = settingNames.filter((name) => name !== 'recipe')
  /**
   * @param {import('./faults.mjs').FaultName} name
   * @param {(trials: readonly Trial[], setting: import('./settings.mjs').SettingName) => string} cell
   */
  const cells = (name, cell) =>
    settingNames.map((setting) => {
      const trials = figures[name]?.[setting] ?? []
      return trials.length === 0 ? '–' : cell(trials, setting)
    })
  /** @param {readonly number[]} values */
  const both = (values) => `${time(median(values))} (${time(Math.max(...values))})`
  /** @param {readonly number[]} values */
  const counts = (values) => `${String(median(values))} (${String(Math.max(...values))})`
  const tries = Object.values(figures).flatMap((of) => Object.values(of).map(({ length }) => length))
  const late = Math.max(
    0,
    ...Object.values(figures).flatMap((of) => Object.values(of).flatMap((trials) => trials.map(({ late_ms }) => late_ms))),
  )
  return [
    `Downtime as the independent observer sees it, asking every 10 ms: from when the first failed request was sent until the next good one was, in sum. Median (worst) of ${String(Math.min(...tries))} to ${String(Math.max(...tries))} tries each, the settings in turn. The observer sent no request of an outage more than ${String(late)} ms late, and left none out. ✓ the goal is met, ✗ it is not.`,
    ...(unmeasured.length > 0 ? [`Not measured, and not counted: ${unmeasured.join('; ')}.`] : []),
    table(
      ['fault', ...settingNames.map((name) => settings[name].title), 'goal of the default', 'goal of fast, calibrated'],
      names.map((name) => {
        /** @type {import('./faults.mjs').FaultKind} */
        const kind = faults[name]
        return [
          kind.title,
          ...cells(name, (trials, setting) => {
            const figure = both(kind.measured === 'heal' ? trials.map(({ healed }) => healed.ms) : trials.map(downtime))
            return setting === 'recipe' ? figure : `${figure} ${mark(meets(settings[setting].fast ? kind.fast : kind.slow, trials))}`
          }),
          words(kind.slow),
          words(kind.fast),
        ]
      }),
    ),
    heading('The formula'),
    'What VRRP itself takes at most with these settings, whoever implements it (RFC 9568 §6.1; of version 2, RFC 3768 §6.1), for the standby of the lowest priority: a holder that falls silent (the adverts that have to be missed, and the skew), and one that says that it goes (priority 0: the skew).',
    table(
      ['setting', 'VRRP', 'advert every', 'priorities', 'silent holder', 'holder that goes'],
      settingNames.map((name) => {
        const { silent, released } = formula(settings[name])
        return [
          settings[name].title,
          `version ${String(settings[name].version)}`,
          time(settings[name].advert * 1000),
          settings[name].priorities.join(', '),
          time(silent),
          time(released),
        ]
      }),
    ),
    heading('Requests lost'),
    'Of those sent every 10 ms between the fault and its healing; median (worst).',
    table(
      ['fault', ...settingNames.map((name) => settings[name].title)],
      names.map((name) => [faults[name].title, ...cells(name, (trials) => counts(trials.map(({ broken }) => broken.lost)))]),
    ),
    heading('The VIP moved'),
    'In so many of the tries another node answered before the fault was healed.',
    table(
      ['fault', ...settingNames.map((name) => settings[name].title)],
      names.map((name) => [
        faults[name].title,
        ...cells(name, (trials) => `${String(trials.filter(({ moved }) => moved).length)} of ${String(trials.length)}`),
      ]),
    ),
    heading('When the fault is healed'),
    'Downtime from then until the pair is whole again; median (worst). “never” above ends here.',
    table(
      ['fault', ...settingNames.map((name) => settings[name].title)],
      names.map((name) => [faults[name].title, ...cells(name, (trials) => both(trials.map(({ healed }) => healed.ms)))]),
    ),
    heading('Beside the formula'),
    'Median downtime as a part of the formula’s, for the standby that took over in each try.',
    table(
      ['fault', ...ours.map((name) => settings[name].title)],
      names
        .filter((name) => faults[name].floor === 'silent' && name !== 'split')
        .map((name) => [
          faults[name].title,
          ...cells(name, (trials) => median(trials.map((one) => downtime(one) / one.floor)).toFixed(2)).slice(1),
        ]),
    ),
  ].join('\n\n')
}
