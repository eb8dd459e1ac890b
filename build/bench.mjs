// `npm run bench`: how long a pair is away and how long Hotpair takes, on practice labs of its own; writes BENCHMARKS.md. Root on Debian 12, like the lab.
// usage: npm run bench [-- ROUNDS] [--only PART,…] [--faults NAME,…]    3 rounds; what is published has 10
//        npm run bench:still [-- MINUTES] [--leave GB]                  30 minutes; 2 GB of memory are left
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, exit, stderr, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { alone } from './bench/alone.mjs'
import { faultNames } from './bench/faults.mjs'
import { Lab } from './bench/lab.mjs'
import { parts } from './bench/parts.mjs'
import { circumstances, formatted, write } from './bench/report.mjs'
import { buildRenderer, bundle } from './bundle.mjs'
import { install } from './install.mjs'

/** Parts of `npm run bench`; `still` takes half an hour of its own. */
const names = parts.map(({ name }) => name).filter((name) => name !== 'still')
const usage = `usage: npm run bench [-- ROUNDS] [--only PART,…] [--faults NAME,…]
       npm run bench:still [-- MINUTES] [--leave GB]
  ROUNDS 1 to 50, 3 when unset; MINUTES 1 to 600, 30 when unset
  PART   ${names.join(', ')}
  NAME   ${faultNames.join(', ')}
         with some of them, the table is shown and BENCHMARKS.md left as it is
`

/**
 * @param {string | undefined} text
 * @param {number} unset
 * @param {number} most
 */
function numberFrom(text, unset, most) {
  const value = text === undefined ? unset : Number(text)
  if (!Number.isInteger(value) || value < 1 || value > most) throw new RangeError(`not a number from 1 to ${String(most)}: ${String(text)}`)
  return value
}

/**
 * @param {string | undefined} text
 * @param {readonly string[]} known
 */
function listFrom(text, known) {
  const list = text?.split(',') ?? []
  const strange = list.find((one) => !known.includes(one))
  if (strange !== undefined) throw new RangeError(`unknown: ${strange}`)
  return list
}

function asked() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        still: { type: 'boolean', default: false },
        only: { type: 'string' },
        faults: { type: 'string' },
        leave: { type: 'string' },
      },
    })
    if (positionals.length > 1) throw new RangeError('one number at most')
    const only = listFrom(values.only, names)
    const chosen = listFrom(values.faults, faultNames)
    return {
      names: values.still ? ['still'] : chosen.length > 0 ? ['faults'] : only.length > 0 ? only : names,
      rounds: values.still ? 0 : numberFrom(positionals[0], 3, 50),
      minutes: values.still ? numberFrom(positionals[0], 30, 600) : 0,
      leave: numberFrom(values.leave, 2, 1000),
      chosen,
    }
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
    return exit(64)
  }
}

const { names: wanted, ...course } = asked()
await install()
await alone()
await Promise.all([bundle('cli'), ...(wanted.includes('page') ? [buildRenderer(), bundle('browser')] : [])])
const words = argv.slice(2).filter((word) => word !== '--still')
const command = [wanted.includes('still') ? 'npm run bench:still' : 'npm run bench', ...(words.length > 0 ? ['--', ...words] : [])].join(
  ' ',
)
const folder = mkdtempSync(join(tmpdir(), 'hotpair-bench-'))
try {
  const known = circumstances(command, await Lab.versions(folder))
  for (const part of parts.filter(({ name }) => wanted.includes(name))) {
    stdout.write(`\n${part.title}\n`)
    // Some of the faults are no whole table.
    const keep = async (/** @type {unknown} */ figures) => {
      if (course.chosen.length === 0) await write(part.name, { ...known, figures }, parts)
    }
    const figures = await part.measure({ ...course, folder, keep })
    await keep(figures)
    stdout.write(course.chosen.length > 0 ? `\n${await formatted(part.show({ ...known, figures }))}` : 'written: BENCHMARKS.md\n')
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
