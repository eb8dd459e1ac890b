// Nothing moves: each setting's pair under load, side by side, for as long as asked; and what moved all the same.
import { spawn } from 'node:child_process'
import { availableParallelism, freemem } from 'node:os'
import { join } from 'node:path'
import { stdout } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../install.mjs'
import { Lab } from './lab.mjs'
import { time } from './numbers.mjs'
import { observe } from './observer.mjs'
import { makePair } from './part-faults.mjs'
import { mark, table } from './report.mjs'
import { settingNames, settings } from './settings.mjs'

/** @typedef {import('./settings.mjs').SettingName} SettingName */
/**
 * @typedef {object} Stillness of one setting
 * @property {number} transitions lines of keepalived's journals that name a state, of both nodes
 * @property {boolean} stayed the same node holds the VIP
 * @property {number} adverts that reached the switch
 * @property {number} loss percent of frames that the switch drops
 * @property {number} requests
 * @property {number} lost
 * @property {number} gap ms, the longest
 * @property {number} slowest ms, of the good answers
 */
/** @typedef {{ minutes: number, leave: number, hogs: string, settings: Record<string, Stillness> }} Figures */

/** Percent of all frames that the switch loses. @type {Partial<Record<SettingName, number>>} */
const losses = { calibrated: 1 }
const names = settingNames.filter((name) => name !== 'recipe')

/** @param {import('./parts.mjs').Course} course @returns {Promise<Figures>} */
export async function measureStill({ minutes, leave, folder }) {
  const labs = names.map((name) => /** @type {const} */ ([name, new Lab(`st${settings[name].lab}`, folder)]))
  /** @type {(() => void)[]} */
  const endings = []
  // Also when this process is ended without a word: nothing of it runs much longer than the soak.
  const bound = ['timeout', `${String(minutes + 2)}m`]
  /** @param {readonly string[]} command @param {NodeJS.ProcessEnv} [env] */
  const start = ([file = '', ...args], env) => {
    const child = spawn(file, args, { stdio: ['pipe', 'ignore', 'inherit'], ...(env ? { env } : {}) })
    child.stdin.on('error', () => undefined)
    endings.push(() => {
      child.stdin.end()
      child.kill()
    })
  }
  const burn = ['sh', '-c', 'while :; do :; done']
  try {
    for (const [name, lab] of labs) await makePair(lab, name)
    await Promise.all(labs.map(([name, lab]) => lab.call('switch', 'nft', rules(losses[name] ?? 0))))
    // Since the adverts began to be lost nothing is left out; what the deployment did is over.
    const running = await Promise.all(
      labs.map(async ([name, lab]) => {
        const { holder } = await lab.settled()
        // Patient enough for what TCP sends again.
        return { name, lab, holder, since: Math.ceil(Date.now() / 1000) + 1, observer: await observe(lab, { step: 100, timeout: 3000 }) }
      }),
    )
    await sleep(2000)

    for (let hogs = availableParallelism(); hogs > 0; hogs--) start([...bound, ...burn])
    for (const [, lab] of labs) for (const { name } of lab.nodes()) start(lab.command(['exec', name, ...bound, ...burn]), lab.env)
    start([...bound, 'perl', join(root, 'build/bench/pressure.pl'), String(Math.round(leave * 1024))])
    const end = performance.now() + minutes * 60_000
    while (performance.now() < end) {
      await sleep(Math.min(30_000, Math.max(0, end - performance.now())))
      stdout.write(
        `${String(Math.max(0, Math.round((end - performance.now()) / 1000)))} s left, ${(freemem() / 2 ** 30).toFixed(1)} GB free\n`,
      )
    }

    const seen = await Promise.all(running.map(async (one) => ({ ...one, seen: await one.observer.stop() })))
    for (const stop of endings.splice(0)) stop()
    /** @type {Record<string, Stillness>} */
    const figures = {}
    for (const { name, lab, holder, since, seen: by } of seen) {
      const script = `journalctl -u keepalived -o cat --since @${String(since)} | grep -cE 'Entering [A-Z]+ STATE' || true`
      const counted = await Promise.all(lab.nodes().map(async (node) => Number(await lab.on(node.name, script))))
      const holders = await lab.holders()
      figures[name] = {
        transitions: counted.reduce((sum, count) => sum + count, 0),
        stayed: holders.length === 1 && holders[0] === holder,
        adverts: Number(/packets (\d+)/.exec(await lab.call('switch', 'nft', 'list', 'table', 'bridge', 'still'))?.[1] ?? NaN),
        loss: losses[name] ?? 0,
        requests: by.requests,
        lost: by.lost,
        gap: Math.max(0, ...by.outages.map(({ from, to }) => (to - from) * 1000)),
        slowest: by.slowest_ms,
      }
    }
    const hogs = `${String(availableParallelism())} processes that only compute on the machine and one in each of the ${String(2 * names.length)} hosts, on ${String(availableParallelism())} processors`
    return { minutes, leave, hogs, settings: figures }
  } finally {
    for (const stop of endings) stop()
    for (const [, lab] of labs) await lab.down()
  }
}

/**
 * In the switch: adverts are counted as they come in, once each; then frames are lost, each copy by itself.
 * @param {number} loss percent
 */
const rules = (loss) =>
  [
    'add table bridge still',
    'add chain bridge still count { type filter hook prerouting priority 0; }',
    'add rule bridge still count ip protocol 112 counter',
    'add chain bridge still lose { type filter hook forward priority 0; }',
    ...(loss > 0 ? [`add rule bridge still lose numgen random mod 100 < ${String(loss)} drop`] : []),
  ].join('; ')

/** @param {import('./report.mjs').Record<Figures>} record */
export const showStill = ({ figures: { minutes, leave, hogs, settings: of } }) =>
  [
    `Each pair for ${String(minutes)} minutes, all at the same time, under ${hogs}, with all memory but ${String(leave)} GB taken and touched. The observer asks each VIP every 100 ms and is patient for 3 s, so that TCP can send again what was lost. Transitions are what keepalived’s journals of both nodes say.`,
    table(
      [
        'setting',
        'frames lost',
        'transitions',
        'goal: 0, same holder',
        'adverts',
        'requests',
        'not answered',
        'longest gap',
        'slowest answer',
      ],
      Object.entries(of).map(([name, one]) => [
        settings[/** @type {SettingName} */ (name)].title,
        `${String(one.loss)} %`,
        String(one.transitions),
        mark(one.transitions === 0 && one.stayed),
        String(one.adverts),
        String(one.requests),
        String(one.lost),
        one.lost > 0 ? time(one.gap) : '–',
        time(one.slowest),
      ]),
    ),
  ].join('\n\n')
