// What the engine itself takes: time of what changes nothing, memory and processor of the command line.
import { stdout } from 'node:process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Lab } from './lab.mjs'
import { median, time } from './numbers.mjs'
import { table } from './report.mjs'
import { pairOf } from './settings.mjs'

/** @typedef {{ ms: number, cpu: number, peak: number }} Cost */
/** @typedef {Record<string, Cost[]>} Costs by command */

/** @param {import('./parts.mjs').Course} course @returns {Promise<Costs>} */
export async function measureEngine({ rounds, folder }) {
  const lab = new Lab('bneng', folder)
  /** @type {Costs} */
  const costs = {}
  try {
    await lab.down()
    await lab.up(2)
    const file = join(folder, 'engine.json')
    writeFileSync(file, JSON.stringify(pairOf(lab, {})))
    for (let round = 0; round < rounds; round++) {
      await lab.call('reset')
      for (const [title, args, expected] of /** @type {const} */ ([
        ['facts (`detect`), bare hosts', ['detect', file], [0]],
        ['plan, bare hosts', ['plan', file], [2]],
        ['first deployment', ['deploy', file, '--yes'], [0]],
        ['facts (`detect`), a pair', ['detect', file], [0]],
        ['plan, nothing to do', ['plan', file], [0]],
        ['second deployment', ['deploy', file, '--yes'], [0]],
        ['verify', ['verify', file], [0]],
        ['undo', ['undo', file], [0]],
      ])) {
        const { ms, cpu, peak } = await lab.hotpair(args, expected)
        costs[title] = [...(costs[title] ?? []), { ms, cpu, peak }]
        stdout.write(
          `${String(round + 1)}/${String(rounds)} ${title}: ${time(ms)}, ${cpu.toFixed(2)} s of processor, ${String(Math.round(peak))} MB\n`,
        )
      }
    }
    return costs
  } finally {
    await lab.down()
  }
}

/** @param {import('./report.mjs').Record<Costs>} record */
export const showEngine = ({ figures }) =>
  [
    'The command line’s process, with Node.js and the engine in it, for two nodes; median (worst).',
    table(
      ['command', 'takes', 'processor', 'memory at most'],
      Object.entries(figures).map(([title, costs]) => {
        /** @param {(cost: Cost) => number} of @param {(value: number) => string} word */
        const cell = (of, word) => `${word(median(costs.map(of)))} (${word(Math.max(...costs.map(of)))})`
        return [
          title,
          cell(({ ms }) => ms, time),
          cell(
            ({ cpu }) => cpu,
            (value) => `${value.toFixed(2)} s`,
          ),
          cell(
            ({ peak }) => peak,
            (value) => `${String(Math.round(value))} MB`,
          ),
        ]
      }),
    ),
  ].join('\n\n')
