// `npm run screenshots`: pictures of every screen, made in one run through the wizard on the practice lab, into out/screenshots/: English
// and 简体中文, light and dark, 1280×800. The four that the README shows go to resources/screenshots/. Root on Debian 12.
// usage: npm run screenshots [-- --small]    --small: 1024×700, and no pictures for the README
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { argv, env, execPath, exit, getuid, stderr, stdout } from 'node:process'
import { buildRenderer, bundle } from './bundle.mjs'
import { install, root } from './install.mjs'

/** What a picture in the README may weigh. */
const most = 160_000
const folder = join(root, 'out/screenshots')
const args = argv.slice(2)
const small = args.includes('--small')
const lab = join(root, 'build/lab/lab.sh')

/** @returns {string | undefined} why it cannot be done here */
function whyNot() {
  if (args.some((arg) => arg !== '--small' && arg !== '--inside')) return 'usage: npm run screenshots [-- --small]'
  if (!existsSync('/etc/debian_version') || getuid?.() !== 0) return 'the practice lab needs root on Debian 12: sudo npm run screenshots'
  if (!existsSync('/usr/bin/chromium')) return 'Chromium is not installed: apt-get install chromium'
  const fonts = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' })
  return fonts.stdout ? undefined : 'there is no font with Chinese characters: apt-get install fonts-noto-cjk'
}

/** At the operator's place of the lab. */
async function inside() {
  const { runnerImport } = await import('vite')
  /** @type {{ module: typeof import('../tests/app/screenshots') }} */
  const { module } = await runnerImport(join(root, 'tests/app/screenshots.ts'), { configFile: false, logLevel: 'warn' })
  rmSync(folder, { recursive: true, force: true })
  await module.takeScreenshots(folder, small ? { width: 1024, height: 700 } : { width: 1280, height: 800 }, (screen) => {
    stdout.write(`${screen}\n`)
  })
  if (small) return
  mkdirSync(join(root, 'resources/screenshots'), { recursive: true })
  for (const screen of module.story) {
    const picture = join(folder, `en-light-${screen}.png`)
    const { size } = statSync(picture)
    if (size > most) throw new Error(`${picture} has ${String(size)} bytes; at most ${String(most)} are shown in the README`)
    copyFileSync(picture, join(root, 'resources/screenshots', `${screen}.png`))
  }
}

/** @returns {Promise<number>} its exit status */
async function outside() {
  await install()
  await Promise.all([buildRenderer(), bundle('browser')])
  const environment = { ...env, HOTPAIR_LAB: 'shots' }
  const run = (/** @type {string[]} */ ...words) =>
    spawnSync('bash', [lab, ...words], { stdio: ['ignore', 'inherit', 'inherit'], env: environment }).status ?? 1
  try {
    execFileSync('bash', [lab, 'down'], { env: environment })
    return run('up') || run('run', execPath, join(root, 'build/screenshots.mjs'), '--inside', ...args)
  } finally {
    run('down')
  }
}

const why = whyNot()
if (why !== undefined) {
  stderr.write(`${why}\n`)
  exit(why.startsWith('usage') ? 64 : 69)
}
if (args.includes('--inside')) await inside()
else exit(await outside())
