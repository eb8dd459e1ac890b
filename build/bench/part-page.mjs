// How the page starts and answers, in a browser. Needs no hosts, and no network but this machine's own.
import { join } from 'node:path'
import { root } from '../install.mjs'
import { median, time } from './numbers.mjs'
import { table } from './report.mjs'

/** @typedef {Awaited<ReturnType<typeof import('../../tests/app/responsiveness').measurePage>>} Page */

/** @param {import('./parts.mjs').Course} course @returns {Promise<Page>} */
export async function measurePage({ rounds }) {
  const { runnerImport } = await import('vite')
  /** @type {{ module: typeof import('../../tests/app/responsiveness') }} */
  const { module } = await runnerImport(join(root, 'tests/app/responsiveness.ts'), { configFile: false, logLevel: 'warn' })
  return module.measurePage(rounds)
}

/** @type {Record<keyof Page, string>} */
const titles = {
  paint: 'first paint',
  ready: 'Home is there',
  presses: 'from a press to its paint',
  inputs: 'click or key to the end of what it shows',
}

/** @param {import('./report.mjs').Record<Page>} record */
export const showPage = ({ figures }) =>
  table(
    ['the page in Chromium', 'median', 'worst', 'times'],
    Object.entries(titles).map(([name, title]) => {
      const values = figures[/** @type {keyof Page} */ (name)]
      return values.length === 0
        ? [title, '< 16 ms', '', '0']
        : [title, time(median(values)), time(Math.max(...values)), String(values.length)]
    }),
  )
