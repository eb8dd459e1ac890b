// BENCHMARKS.md: what each part has measured is kept in it, in comments, and its tables are written from that. So a part can be run alone.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { version } from 'node:process'
import { root } from '../install.mjs'

/**
 * @template T
 * @typedef {object} Record one run of one part
 * @property {string} date
 * @property {string} command
 * @property {string} commit
 * @property {string} machine
 * @property {string} versions
 * @property {T} figures
 */

const file = join(root, 'BENCHMARKS.md')

/** What there is of earlier runs. @returns {Map<string, Record<any>>} by part */
function recorded() {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  /** @type {Map<string, Record<any>>} */
  const records = new Map()
  for (const [, part = '', json = ''] of text.matchAll(/^<!-- part ([a-z]+) (\{.*\}) -->$/gm)) {
    /** @type {Record<any>} */
    const found = JSON.parse(json)
    records.set(part, found)
  }
  return records
}

/**
 * Puts a run in the place of the part's last one, and writes the file anew.
 * @param {string} part
 * @param {Record<unknown>} record
 * @param {readonly import('./parts.mjs').Part[]} parts all, in their order
 */
export async function write(part, record, parts) {
  const records = recorded().set(part, record)
  const whole = [
    '# Benchmarks',
    'Written by `npm run bench` and `npm run bench:still`; do not edit. Machines differ: what counts is what was measured in turn within one run, and its ratios. Each part says when and with what it was run; what it measured is at the end of this file as JSON, in comments.',
    ...parts.flatMap(({ name, title, show }) => {
      const found = records.get(name)
      if (!found) return []
      return [
        `## ${title}`,
        `${found.date}, commit ${found.commit}, \`${found.command}\`. ${found.machine}. ${found.versions}.`,
        show(found),
      ]
    }),
    ...parts.flatMap(({ name }) => (records.has(name) ? [`<!-- part ${name} ${JSON.stringify(records.get(name), short)} -->`] : [])),
  ].join('\n\n')
  writeFileSync(file, await formatted(whole))
}

/**
 * Markdown as it is in the repository.
 * @param {string} text
 */
export async function formatted(text) {
  const { format, resolveConfig } = await import('prettier')
  return format(text, { ...(await resolveConfig(file)), filepath: file })
}

/**
 * @param {string} command as somebody types it
 * @param {string} hosts versions of what the hosts run
 * @returns {Omit<Record<never>, 'figures'>}
 */
export function circumstances(command, hosts) {
  const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  const [cpu] = cpus()
  return {
    date: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    command,
    commit: `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', 'electron', 'resources') === '' ? '' : ' with changes'}`,
    machine: `${String(cpus().length)} × ${cpu?.model.trim() ?? 'unknown processor'}, ${String(Math.round(totalmem() / 2 ** 30))} GB, Linux ${release()}`,
    versions: `Node.js ${version.slice(1)}, ${hosts}`,
  }
}

/**
 * No more than is meant: hundredths.
 * @param {string} _key
 * @param {unknown} value
 */
const short = (_key, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value)

/** @param {boolean} met */
export const mark = (met) => (met ? '✓' : '✗')

/** @param {string} text */
export const heading = (text) => `### ${text}`

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
