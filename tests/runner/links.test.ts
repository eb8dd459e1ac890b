import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runner as joined } from '../../electron/plan/runner'

/** What somebody who may write beside a file plants for root to follow. The runner's own functions on folders of the test; no host, no root. */

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-links-'))
  for (const name of ['state/staged', 'etc']) mkdirSync(at(name), { recursive: true })
  writeFileSync(at('victim'), 'victim\n')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})
const at = (name: string): string => join(folder, name)
const victim = (): string => readFileSync(at('victim'), 'utf8')

const runner = joined('#')
const functions = runner.slice(0, runner.indexOf('\nverb=${1:-help}'))
const shells = ['sh', 'bash']

/** Runs some of the runner's functions; `owners`: who stat(1) says has made a path, where it is not whoever runs this. */
function run(shell: string, code: string, owners: Record<string, number> = {}): { status: number | null; said: string } {
  const stat = Object.entries(owners).map(([path, uid]) => `"-c %u ${path}") echo ${String(uid)}; return ;;\n`)
  const program = `${functions}
dir=${at('state')}
base=${folder}
recovery=${at('etc/hotpair-recover.service')}
verb=commit
quiet=no
id=test
wanted_by=${at('etc/wants/hotpair-recover.service')}
recover_before=nginx.service
systemctl() { :; }
sync() { :; }
stat() { case "$*" in ${stat.join('')} esac; case $2 in %u) echo 0 ;; *) command stat "$@" ;; esac; }
${code}`
  const { status, stdout, stderr } = spawnSync(shell, ['-c', program], { encoding: 'utf8', timeout: 20_000 })
  return { status, said: stdout + stderr }
}
function stage(path: string, content: string): void {
  mkdirSync(join(at('state/staged'), path, '..'), { recursive: true })
  writeFileSync(join(at('state/staged'), path), content)
}
const swap = (path: string): string => `swap ${at('state/staged')}${path} ${path}`
function keep(path: string, content: string | null): void {
  mkdirSync(at('state/backup/1'), { recursive: true })
  writeFileSync(at('state/backup/1/path'), `${path}\n`)
  if (content !== null) writeFileSync(at('state/backup/1/was'), content)
}

describe.each(shells)('%s', (shell) => {
  const planted: readonly (readonly [what: string, plant: (at: string) => void])[] = [
    ['a link to a file', (path) => symlinkSync(at('victim'), path)],
    ['a link to nothing yet', (path) => symlinkSync(at('made'), path)],
    ['a link to a folder', (path) => symlinkSync(folder, path)],
    ['a folder', (path) => mkdirSync(path)],
    ['a pipe', (path) => void execFileSync('mkfifo', [path])],
  ]
  test.each(planted)('commit: %s under the name on the way', (_what, plant) => {
    const path = at('etc/x.conf')
    stage(path, 'new\n')
    plant(`${path}.hotpair-new`)
    expect(run(shell, swap(path))).toMatchObject({ status: 0 })
    expect([readFileSync(path, 'utf8'), lstatSync(path).isFile(), victim(), existsSync(at('made'))]).toEqual([
      'new\n',
      true,
      'victim\n',
      false,
    ])
  })
  test.each(planted)('back: %s under the name on the way', (_what, plant) => {
    const path = at('etc/x.conf')
    keep(path, 'was\n')
    plant(`${path}.hotpair-new`)
    expect(run(shell, `put_back 1 ${path}`)).toMatchObject({ status: 0 })
    expect([readFileSync(path, 'utf8'), lstatSync(path).isFile(), victim(), existsSync(at('made'))]).toEqual([
      'was\n',
      true,
      'victim\n',
      false,
    ])
  })
  test.each(planted)('the state and the recovery unit: %s', (_what, plant) => {
    plant(at('state/state.new'))
    plant(at('etc/hotpair-recover.service.new'))
    expect(run(shell, 'set_state prepared && install_recovery')).toMatchObject({ status: 0 })
    expect(readFileSync(at('state/state'), 'utf8')).toBe('prepared\n')
    expect(readFileSync(at('etc/hotpair-recover.service'), 'utf8')).toContain('[Install]')
    expect(statSync(at('etc/hotpair-recover.service')).mode & 0o777).toBe(0o644)
    expect([victim(), existsSync(at('made'))]).toEqual(['victim\n', false])
  })
  test('a link that is planted again and again meanwhile is never written through', async () => {
    const path = at('etc/x.conf')
    stage(path, 'new\n')
    const planting = spawn('sh', ['-c', `while :; do ln -sfT ${at('victim')} ${path}.hotpair-new; done`], { stdio: 'ignore' })
    try {
      run(shell, `for _try in 1 2 3 4 5 6 7 8; do ${swap(path)}; done`)
      expect(victim()).toBe('victim\n')
    } finally {
      planting.kill('SIGKILL')
      await new Promise((resolve) => planting.once('close', resolve))
    }
  })

  describe('a folder on the way that is a link', () => {
    const path = (): string => at('etc/conf.d/x.conf')
    beforeEach(() => {
      mkdirSync(at('elsewhere'))
      symlinkSync(at('elsewhere'), at('etc/conf.d'))
    })
    test('of root is followed', () => {
      stage(path(), 'new\n')
      expect(run(shell, swap(path()))).toMatchObject({ status: 0 })
      expect(readFileSync(at('elsewhere/x.conf'), 'utf8')).toBe('new\n')
    })
    test('of somebody else ends prepare, commit and the way back, and is named', () => {
      const owners = { [at('etc/conf.d')]: 1000 }
      stage(path(), 'new\n')
      keep(path(), 'was\n')
      for (const verb of [swap(path()), `put_back 1 ${path()}`, `keep_copy 2 ${path()}`]) {
        const { status, said } = run(shell, verb, owners)
        expect([verb, status]).toEqual([verb, 1])
        expect(said).toContain(`\twhy\tplanted\t${path()}\t${at('etc/conf.d')}`)
      }
      expect(existsSync(at('elsewhere/x.conf'))).toBe(false)
    })
  })

  test('folders that are made have their mode from the beginning', () => {
    expect(run(shell, `folder ${at('etc/a/b')}`)).toMatchObject({ status: 0 })
    expect(statSync(at('etc/a/b')).mode & 0o777).toBe(0o755)
  })
})

describe('where it keeps its state', () => {
  const entrance = runner.slice(runner.indexOf('\nverb=${1:-help}')).replace(/\ncase \$verb in\nprepare\)[\s\S]*$/, '\necho entered\n')
  const enter = (verb: string): string => run('sh', `set -- ${verb}\nid() { echo 0; }\n${entrance}`).said
  // Whose it is, the stand-in for stat does not tell here: the real one is asked.
  const real = (verb: string): string =>
    spawnSync('sh', ['-c', `${functions}\nbase=${at('base')}\nset -- ${verb}\nid() { echo 0; }\n${entrance}`], { encoding: 'utf8' }).stdout
  test('a folder of its own', () => {
    // Made by whoever runs this test, who is root or is not.
    const isRoot = process.getuid?.() === 0
    expect(real('status')).toBe(isRoot ? 'entered\n' : '')
    expect(statSync(at('base')).mode & 0o777).toBe(0o700)
    expect(enter('help')).toContain('entered')
  })
  test.each([0o770, 0o707, 0o777, 0o1777])('not with mode %o', (mode) => {
    mkdirSync(at('base'))
    execFileSync('chmod', [mode.toString(8), at('base')])
    expect(real('status')).toBe('')
    expect(real('help')).toBe('entered\n')
  })
  test('not a link, nor a folder of somebody else', () => {
    mkdirSync(at('other'), { mode: 0o700 })
    symlinkSync(at('other'), at('base'))
    expect(real('status')).toBe('')
    rmSync(at('base'))
    mkdirSync(at('base'), { mode: 0o700 })
    if (process.getuid?.() === 0) lchownSync(at('base'), 1000, 1000)
    expect(real('status')).toBe('')
  })
})
