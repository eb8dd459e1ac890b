// `npm run check`: everything that can be told without a host. One line per part; the output of those that fail.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { argv, env, execPath, exit, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'
import { install, root } from './install.mjs'
import { atOnce, endAll, run, seconds } from './process.mjs'
import { alone, together } from './projects.mjs'
import { none, ofVitest } from './tally.mjs'

/** @param {string} name */
const tool = (name) => join(root, 'node_modules/.bin', name)
const report = join(root, 'out/test/unit.json')

/** @typedef {{ name: string, command: string[], needs?: string }} Part */

/** The longest first: two run at once. @returns {Part[]} */
const parts = () => [
  {
    name: 'tests',
    command: [
      tool('vitest'),
      'run',
      '--config',
      'build/vitest.config.mjs',
      ...together.map((name) => `--project=${name}`),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
  },
  { name: 'lint', command: [execPath, 'build/lint.mjs'] },
  { name: 'types', command: types('tsconfig.json') },
  { name: 'types (2)', command: types('tests/renderer/tsconfig.json') },
  {
    name: 'renderer',
    command: [
      tool('svelte-check'),
      '--workspace',
      'renderer',
      '--tsconfig',
      'tsconfig.json',
      '--config',
      '../build/svelte.config.mjs',
      '--fail-on-warnings',
      '--output',
      'human',
    ],
  },
  {
    name: 'format',
    command: [tool('prettier'), '--check', '--log-level=warn', '--cache', '--cache-location=node_modules/.cache/prettier/check.json', '.'],
  },
  { name: 'rooms', command: [execPath, 'build/cruise.mjs'] },
  { name: 'dead code', command: [tool('knip'), '--config', 'build/knip.config.mjs', '--no-progress', '--no-config-hints'] },
  {
    name: 'shell',
    command: ['shellcheck', '--external-sources', '--exclude=SC2015', joinedRunner(), ...shellScripts()],
    needs: 'shellcheck',
  },
  // Each alone, as a person reads it: only what another fragment sets or uses is let pass.
  { name: 'shell (2)', command: ['shellcheck', '--exclude=SC2015,SC2034,SC2154', ...fragments()], needs: 'shellcheck' },
]

/**
 * The renderer's tests see a DOM, the engine must not.
 * @param {string} config
 */
function types(config) {
  return [
    tool('tsc'),
    '--noEmit',
    '--project',
    config,
    '--incremental',
    '--tsBuildInfoFile',
    `node_modules/.cache/tsc/${config.replaceAll('/', '-')}`,
  ]
}

const runner = 'resources/host/runner'

/** Fragments of the host's runner, in their order. */
const fragments = () =>
  readdirSync(join(root, runner))
    .sort()
    .map((file) => join(runner, file))

/** The runner as it lies in a bundle (plan/runner.ts), for the linter. */
function joinedRunner() {
  const file = join(root, 'out/test/hotpair.sh')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(
    file,
    fragments()
      .map((each) => readFileSync(join(root, each), 'utf8').replace(/^# shellcheck shell=sh\n/m, ''))
      .join('\n'),
  )
  return file
}

/** Scripts that are meant to be shell: by their ending. */
function shellScripts() {
  return ['build', 'resources/host/steps', 'tests', '.ci'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.sh') || (folder === '.ci' && file === 'run'))
      .map((file) => join(folder, file)),
  )
}

/**
 * Test files that vitest had not reported when it was ended: one of them hangs.
 * @param {string} output
 */
const withoutResult = (output) =>
  readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .map((file) => join('tests', file))
    .filter(
      (file) =>
        file.endsWith('.test.ts') &&
        !['lab', 'app', ...alone].some((folder) => file.startsWith(`tests/${folder}/`)) &&
        !output.includes(file),
    )

/** @param {string} program */
const onPath = (program) =>
  (env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      return readdirSync(folder).includes(program)
    } catch {
      return false
    }
  })

/**
 * Runs all parts.
 * @returns {Promise<{ tally: import('./tally.mjs').Tally, failed: string[], skipped: string[] }>} the tests' tally, in which every
 *   other part that fails is one more failure; and the names of parts
 */
export async function check() {
  mkdirSync(join(root, 'out/test'), { recursive: true })
  rmSync(report, { force: true })
  /** @type {string[]} */
  const failed = []
  /** @type {string[]} */
  const skipped = []
  let tally = none
  await atOnce(
    parts().map(({ name, command, needs }) => async () => {
      if (needs !== undefined && !onPath(needs)) {
        skipped.push(name)
        stdout.write(`skipped ${name.padEnd(10)}          ${needs} is not installed\n`)
        return
      }
      const { status, output, ms } = await run(command, { timeout: 900_000 })
      let told = ''
      if (name === 'tests') {
        tally = ofVitest(report, status)
        told = `  ${String(tally.passed)} passed, ${String(tally.failed)} failed`
      }
      const good = status === 0 && (name !== 'tests' || tally.failed === 0)
      stdout.write(`${good ? 'ok     ' : 'FAILED '} ${name.padEnd(10)} ${seconds(ms)}${told}\n`)
      if (good) return
      failed.push(name)
      if (name === 'tests' && status === null) stdout.write(`    without a result: ${withoutResult(output).join(', ')}\n`)
      stdout.write(`${output.trimEnd().replaceAll(/^/gm, '    ')}\n`)
    }),
    Math.min(4, Math.max(2, availableParallelism())),
  )
  return { tally: { ...tally, failed: tally.failed + failed.filter((name) => name !== 'tests').length }, failed, skipped }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  await install()
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => {
      endAll()
      setTimeout(() => exit(130), 300)
    })
  }
  const start = performance.now()
  const { failed } = await check()
  stdout.write(`${failed.length === 0 ? 'all is well' : `failed: ${failed.join(', ')}`} (${seconds(performance.now() - start).trim()})\n`)
  process.exitCode = failed.length > 0 ? 1 : 0
}
