// The parts of the bench, in the order of BENCHMARKS.md.
import { measureDeploy, measureLatency, measureNodes, showDeploy, showLatency, showNodes } from './part-deploy.mjs'
import { measureEngine, showEngine } from './part-engine.mjs'
import { measureFaults, showFaults } from './part-faults.mjs'
import { measurePage, showPage } from './part-page.mjs'
import { measureStill, showStill } from './part-still.mjs'

/**
 * @typedef {object} Course what a run is given
 * @property {number} rounds
 * @property {string} folder for what is thrown away afterwards
 * @property {readonly string[]} chosen faults; none: all
 * @property {number} minutes of `still`
 * @property {(figures: unknown) => Promise<void>} keep writes what there is so far: a run of hours may be ended
 * @property {number} leave GB of memory that the pressure of `still` leaves
 */
/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} title
 * @property {(course: Course) => Promise<unknown>} measure
 * @property {(record: import('./report.mjs').Record<any>) => string} show Markdown
 */

/** @type {readonly Part[]} */
export const parts = [
  { name: 'faults', title: 'How long a pair is away', measure: measureFaults, show: showFaults },
  { name: 'still', title: 'Nothing moves', measure: measureStill, show: showStill },
  { name: 'deploy', title: 'Deployments', measure: measureDeploy, show: showDeploy },
  { name: 'latency', title: 'Deployments far away', measure: measureLatency, show: showLatency },
  { name: 'nodes', title: 'Deployments with more nodes', measure: measureNodes, show: showNodes },
  { name: 'engine', title: 'The engine', measure: measureEngine, show: showEngine },
  { name: 'page', title: 'The page', measure: measurePage, show: showPage },
]
