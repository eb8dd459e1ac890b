// How long a first and a second deployment take, beside Ansible and a bare script: on a LAN, far away, and with more nodes.
import { stdout } from 'node:process'
import { prepareAnsible, wayNames, ways } from './deployments.mjs'
import { Lab } from './lab.mjs'
import { slowCable } from './latency.mjs'
import { median, time } from './numbers.mjs'
import { heading, mark, table } from './report.mjs'

/** @typedef {import('./deployments.mjs').WayName} WayName */
/** @typedef {Record<WayName, { first: number[], second: number[] }>} Times ms */

/**
 * Each way in turn, `rounds` times: bare hosts, first deployment, second.
 * @param {Lab} lab that is up and prepared for Ansible
 * @param {number} rounds
 * @param {number} nodes
 * @param {string} title
 * @returns {Promise<Times>}
 */
async function compare(lab, rounds, nodes, title) {
  /** @type {Times} */
  const times = { hotpair: { first: [], second: [] }, ansible: { first: [], second: [] }, script: { first: [], second: [] } }
  for (let round = 0; round < rounds; round++)
    for (const name of wayNames) {
      const way = ways[name]
      await way.reset(lab)
      way.prepare(lab, nodes)
      for (const which of /** @type {const} */ (['first', 'second'])) {
        const { ms } = await way.deploy(lab, nodes)
        times[name][which].push(ms)
        stdout.write(`${String(round + 1)}/${String(rounds)} ${title}, ${way.title}, ${which} deployment: ${time(ms)}\n`)
      }
    }
  return times
}

/**
 * @template T
 * @param {string} folder
 * @param {number} hosts
 * @param {(lab: Lab) => Promise<T>} work
 */
async function inLab(folder, hosts, work) {
  const lab = new Lab('bndep', folder)
  try {
    await lab.down()
    await lab.up(hosts)
    await prepareAnsible(lab)
    return await work(lab)
  } finally {
    await lab.down()
  }
}

/** @param {import('./parts.mjs').Course} course */
export const measureDeploy = ({ rounds, folder }) => inLab(folder, 2, (lab) => compare(lab, rounds, 2, '2 nodes'))

/** There and back, ms. */
const far = 50

/** @param {import('./parts.mjs').Course} course */
export const measureLatency = ({ rounds, folder }) =>
  inLab(folder, 2, async (lab) => {
    const cable = await slowCable(lab, far)
    try {
      const times = await compare(lab, rounds, 2, `${String(far)} ms`)
      return { ping: cable.ping, times }
    } finally {
      await cable.remove()
    }
  })

const sizes = [2, 4, 8]

/** @param {import('./parts.mjs').Course} course */
export const measureNodes = ({ rounds, folder }) =>
  inLab(folder, Math.max(...sizes), async (lab) => {
    /** @type {Record<string, Times>} */
    const figures = {}
    // The others' hosts are there, too, and idle: so the machine is the same for all sizes.
    for (const nodes of sizes) figures[String(nodes)] = await compare(lab, rounds, nodes, `${String(nodes)} nodes`)
    return figures
  })

/** @param {readonly number[]} values */
const figure = (values) => `${time(median(values))} (${time(Math.max(...values))})`
/** @param {readonly number[]} a @param {readonly number[]} b */
const ratio = (a, b) => median(a) / median(b)
/** @param {number} is @param {number} most */
const judged = (is, most) => `${is.toFixed(2)}, goal ≤ ${String(most)} ${mark(is <= most)}`

/** @param {Times} times */
const rows = ({ hotpair, script, ansible }) => [
  [
    'first',
    figure(hotpair.first),
    figure(script.first),
    figure(ansible.first),
    judged(ratio(hotpair.first, script.first), 1.5),
    ratio(hotpair.first, ansible.first).toFixed(2),
  ],
  [
    'second',
    figure(hotpair.second),
    figure(script.second),
    figure(ansible.second),
    judged(ratio(hotpair.second, script.second), 2),
    judged(ratio(hotpair.second, ansible.second), 0.1),
  ],
]
const head = ['deployment', 'Hotpair', 'bare script', 'Ansible', 'Hotpair / script', 'Hotpair / Ansible']
const what =
  'Wall time of the command on bare Debian hosts with a local package mirror; median (worst). Each in turn, over SSH with a key: `hotpair deploy --yes` (it also installs curl, listens for others’ VRRP, keeps the way back, and verifies); a script with one connection per host, all at once, that ends when the VIP answers ([hosts/bare.sh](build/bench/hosts/bare.sh)); a role with pipelining, templates and handlers ([ansible/](build/bench/ansible/site.yml)), for which Python was put into the hosts before the clock started.'

/** @param {import('./report.mjs').Record<Times>} record */
export const showDeploy = ({ figures }) =>
  [`${what} ${String(figures.hotpair.first.length)} times.`, table(head, rows(figures))].join('\n\n')

/** @param {import('./report.mjs').Record<{ ping: number, times: Times }>} record */
export const showLatency = ({ figures: { ping, times } }) =>
  [
    `The same through a slow cable between the operator and the switch (${time(ping)} there and back, measured of a TCP connection; [latency.pl](build/bench/latency.pl)). ${String(times.hotpair.first.length)} times.`,
    table(head, rows(times)),
  ].join('\n\n')

/** @param {import('./report.mjs').Record<Record<string, Times>>} record */
export function showNodes({ figures }) {
  const two = figures['2']
  const most = figures[String(Math.max(...sizes))]
  return [
    `The same with more nodes; ${String(two?.hotpair.first.length ?? 0)} times. All hosts share this machine’s processors: what a host computes (unpacking and starting the packages) takes longer the more there are, whoever deploys.`,
    table(
      ['nodes', ...head],
      Object.entries(figures).flatMap(([nodes, times]) => rows(times).map((row) => [nodes, ...row])),
    ),
    heading('8 nodes beside 2'),
    two && most
      ? table(
          ['deployment', ...wayNames.map((name) => ways[name].title)],
          /** @type {const} */ (['first', 'second']).map((which) => [
            which,
            ...wayNames.map((name) => {
              const is = ratio(most[name][which], two[name][which])
              return name === 'hotpair' ? judged(is, 1.5) : is.toFixed(2)
            }),
          ]),
        )
      : '',
  ].join('\n\n')
}
