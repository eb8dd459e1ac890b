// The tests: what needs no host (build/check.mjs), then the lab's own test where the lab has changed, and each file of tests/lab and tests/app,
// in labs of their own.
// Full output goes to out/test/. build/test.sh starts this when everything that it needs is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { argv, exit, execPath, getuid, kill, pid, stdout } from 'node:process'
import { bundle, buildRenderer, written } from './bundle.mjs'
import { check } from './check.mjs'
import { install, root } from './install.mjs'
import { atOnce, endAll, run, seconds } from './process.mjs'
import { alone } from './projects.mjs'
import { line, none, ofShell, ofVitest, sum } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */

const chosen = argv.slice(2)
/** @param {string} name */
const isChosen = (name) => chosen.length === 0 || chosen.some((part) => name.includes(part.replace(/^tests\/|\.test\.ts$/g, '')))

const logs = join(root, 'out/test')
const minute = 60_000
const lab = ['bash', 'build/lab/lab.sh']
/** These first, the longest before the others, so that none of them is what everything waits for in the end. */
const longest = [
  ...[
    'lab/every-drill',
    'lab/firewalld',
    'lab/interrupted',
    'lab/variants',
    'app/trouble',
    'lab/drills',
    'lab/interrupted-nodes',
    'app/wizard',
  ],
  ...['lab/sequence', 'lab/facts', 'lab/contents', 'lab/secrets'],
]
/** @param {string} file */
function rank(file) {
  const at = longest.indexOf(nameOf(file))
  return at === -1 ? longest.length : at
}

/**
 * So many labs at once. A lab waits where processes are cheap, and is nothing but starting processes where they are dear: at 5 ms for one, two
 * processors serve two labs, and in four labs deployments ran into their own time limits.
 */
function sideBySide() {
  const count = 300
  const start = performance.now()
  spawnSync('sh', ['-c', `i=0; while [ $i -lt ${String(count)} ]; do /bin/true; i=$((i + 1)); done`])
  const cost = (performance.now() - start) / count
  const width = availableParallelism() < 2 ? 1 : cost < 1 ? 4 : cost < 2 ? 3 : 2
  say(`${String(width)} labs side by side: a process costs ${cost.toFixed(1)} ms here`)
  return width
}

/** Instances of the lab that have to be removed. @type {Set<string>} */
const labs = new Set()

/** Aborted when a signal has come: nothing new is started then. */
const stop = new AbortController()

/** @param {string} text */
const say = (text) => stdout.write(`${text}\n`)

/**
 * One line in the terminal for one part, the end of its log when it failed.
 * @param {string} name
 * @param {number} ms
 * @param {Tally} tally
 * @param {string} output
 */
function report(name, ms, tally, output) {
  if (stop.signal.aborted) return
  say(`${tally.failed === 0 ? 'ok     ' : 'FAILED '} ${name.padEnd(28)} ${seconds(ms)}  ${line(tally)}`)
  if (tally.failed > 0) say(output.trimEnd().split('\n').slice(-80).join('\n').replaceAll(/^/gm, '    '))
}

/**
 * Runs a program; its output goes to out/test/NAME.log as it comes.
 * @param {string} name
 * @param {string[]} command
 * @param {{ env?: NodeJS.ProcessEnv, timeout: number }} options
 */
async function logged(name, command, options) {
  const log = createWriteStream(join(logs, `${name}.log`), { flags: 'a' })
  const result = await run(command, { ...options, onOutput: (text) => log.write(text) })
  log.end()
  return result
}

/** What keeps the lab from running here, in plain words; undefined when nothing does. */
function whyNoLab() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  if (!/^ID(_LIKE)?=.*debian/m.test(release)) return 'it runs on Debian 12 only, and this is another system'
  if (getuid?.() !== 0) return 'it needs root (network namespaces, mounts); run: sudo npm test'
  return undefined
}

/**
 * Names for the labs of these files: t and up to five letters of the file's, all different.
 * @param {string[]} files
 */
function labNames(files) {
  /** @type {Map<string, string>} */
  const names = new Map()
  for (const file of files) {
    const letters = basename(file, '.test.ts')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '')
    let name = `t${letters.slice(0, 5)}`
    for (let n = 2; [...names.values()].includes(name); n++) name = `t${letters.slice(0, 5 - String(n).length)}${String(n)}`
    names.set(file, name)
  }
  return names
}

/**
 * "lab/deploy", "app/wizard"
 * @param {string} file
 */
const nameOf = (file) => file.replace(/^tests\/|\.test\.ts$/g, '')

/** @param {string} name */
async function down(name) {
  const { status, output } = await run([...lab, 'down'], { env: { HOTPAIR_LAB: name }, timeout: 2 * minute })
  if (status === 0) labs.delete(name)
  else say(`could not remove the lab ${name}: ${output.trim()}`)
  return status === 0
}

/**
 * One file of tests/lab or tests/app. Its first lines may say `// lab: hosts 3` (otherwise 2) or `// lab: none`.
 * @param {string} file
 * @param {string} instance
 * @returns {Promise<Tally>}
 */
async function labTest(file, instance) {
  if (stop.signal.aborted) return none
  const name = nameOf(file)
  const logName = name.replace('/', '-')
  const start = performance.now()
  const [, hosts, alone] = /^(?:\/\/| \*) lab: (?:hosts (\d)|(none))/m.exec(readFileSync(join(root, file), 'utf8').slice(0, 4000)) ?? []
  const json = join(logs, `${logName}.json`)
  const vitest = [
    execPath,
    'node_modules/vitest/vitest.mjs',
    ...['run', '--config', 'build/vitest.lab.config.mjs', '--reporter=verbose', '--reporter=json', `--outputFile.json=${json}`, file],
  ]
  const env = { HOTPAIR_LAB: instance }
  try {
    if (!alone) {
      // What an earlier run that was killed left behind.
      await down(instance)
      labs.add(instance)
      const up = await logged(logName, [...lab, 'up', '--hosts', hosts ?? '2'], { env, timeout: 15 * minute })
      if (up.status !== 0) {
        const tally = { ...none, failed: 1 }
        report(name, performance.now() - start, tally, `the lab did not come up\n${up.output}`)
        return tally
      }
    }
    const { status, output } = await logged(logName, alone ? vitest : [...lab, 'run', ...vitest], { env, timeout: 30 * minute })
    const tally = ofVitest(json, status)
    report(name, performance.now() - start, tally, output)
    return tally
  } finally {
    if (!alone) await down(instance)
  }
}

/**
 * Tests that need no lab and are too long for check.
 * @param {string} name a project of build/vitest.config.mjs
 */
async function apart(name) {
  if (stop.signal.aborted) return none
  const start = performance.now()
  const json = join(logs, `${name}.json`)
  const vitest = [execPath, 'node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.mjs', `--project=${name}`]
  const { status, output } = await logged(name, [...vitest, '--reporter=verbose', '--reporter=json', `--outputFile.json=${json}`], {
    timeout: 20 * minute,
  })
  const tally = ofVitest(json, status)
  report(name, performance.now() - start, tally, output)
  return tally
}

const selftestFile = 'tests/lab/lab-selftest.sh'
/** With which files of the lab its own test passed, when, and how many: seven minutes of two processors that show nothing of the product. */
const selftestRecord = join(root, 'tests/lab/lab-selftest.json')

/** Of all that the lab is made of, and of its test. */
function labDigest() {
  const hash = createHash('sha256')
  const files = readdirSync(join(root, 'build/lab'), { recursive: true, encoding: 'utf8' }).map((file) => join('build/lab', file))
  for (const file of [...files, selftestFile].sort())
    if (statSync(join(root, file)).isFile()) hash.update(`${file}\0${readFileSync(join(root, file), 'utf8')}\0`)
  return hash.digest('hex')
}

/** The lab's own test: when it is asked for by name, and when the lab is not the one with which it passed last. */
async function selftest() {
  if (stop.signal.aborted) return none
  const digest = labDigest()
  /** @type {{ digest?: string, date?: string, passed?: number }} */
  const known = existsSync(selftestRecord) ? JSON.parse(readFileSync(selftestRecord, 'utf8')) : {}
  if (chosen.length === 0 && known.digest === digest) {
    say(
      `skipped lab selftest                 ${String(known.passed)} passed with this very lab on ${String(known.date)}; it runs with: npm test -- selftest`,
    )
    return { ...none, skipped: 1 }
  }
  const start = performance.now()
  const { status, output } = await logged('lab-selftest', ['bash', selftestFile], { timeout: 20 * minute })
  const tally = ofShell(output, status)
  report('lab selftest', performance.now() - start, tally, output.replaceAll(/^ok .*\n/gm, ''))
  if (tally.failed === 0 && chosen.length > 0) {
    const record = { digest, date: new Date().toISOString().slice(0, 10), passed: tally.passed }
    writeFileSync(selftestRecord, `${JSON.stringify(record, null, 2)}\n`)
  }
  return tally
}

// Before anything else: under an old Node.js it ends here, and another process hears the signals.
try {
  await install()
} catch (error) {
  say(String(error))
  say(line({ ...none, failed: 1 }))
  exit(1)
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  // Once, however often it comes: npm passes on what the terminal has sent already.
  process.on(signal, () => {
    if (stop.signal.aborted) return
    stop.abort()
    say(`\n${signal}: ending the tests and removing their labs`)
    endAll()
    setTimeout(() => {
      void Promise.all([...labs].map(down)).then(() => {
        say(line({ ...none, failed: 1 }))
        process.removeAllListeners(signal)
        kill(pid, signal)
      })
    }, 2000)
  })
}

const start = performance.now()
/** @type {Tally[]} */
const tallies = []
try {
  rmSync(logs, { recursive: true, force: true })
  mkdirSync(logs, { recursive: true })
  if (isChosen('check')) {
    const checked = await check()
    tallies.push(checked.tally)
    for (const name of checked.skipped) say(`skipped: ${name} (its program is not installed)`)
  }

  const withoutHosts = alone.filter(isChosen).map((name) => () => apart(name))

  const files = ['tests/app', 'tests/lab']
    .flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.test.ts') && isChosen(nameOf(file)))
    .sort((a, b) => rank(a) - rank(b))
  const why = whyNoLab()
  if (why !== undefined) {
    const count = files.length + (isChosen('selftest') ? 1 : 0)
    if (count > 0) {
      say(`skipped: the ${String(count)} files of tests in tests/lab/ and tests/app/, which need the practice lab: ${why}.`)
      tallies.push({ ...none, skipped: count })
    }
    tallies.push(...(await atOnce(withoutHosts, 2)))
  } else {
    for (const entry of written()) await bundle(entry)
    await buildRenderer()
    const names = labNames(files)
    const hosts = [...(isChosen('selftest') ? [selftest] : []), ...files.map((file) => () => labTest(file, names.get(file) ?? 't'))]
    // What computes beside what waits.
    const mixed = Array.from({ length: Math.max(withoutHosts.length, hosts.length) }, (_, i) => [
      ...hosts.slice(i, i + 1),
      ...withoutHosts.slice(i, i + 1),
    ])
    tallies.push(...(await atOnce(mixed.flat(), sideBySide())))
  }
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  tallies.push({ ...none, failed: 1 })
}

// A signal's own end comes later.
if (!stop.signal.aborted) {
  let total = sum(tallies)
  if (total.passed + total.failed === 0) {
    say('no test ran')
    total = { ...total, failed: 1 }
  }
  say(`\n${((performance.now() - start) / minute).toFixed(1)} minutes; all output is in out/test/`)
  say(line(total))
  exit(total.failed > 0 ? 1 : 0)
}
