import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { HotpairError } from '../../electron/domain/failure'
import type { Node } from '../../electron/domain/pair'
import type { SecretKind } from '../../electron/domain/secret'
import { connect } from '../../electron/remote/connect'
import type { ConnectOptions } from '../../electron/remote/connect'
import { openHostKeys } from '../../electron/remote/host-keys'
import type { Session } from '../../electron/remote/session'
import { sh } from '../../electron/remote/sh'

/**
 * Against real sshd and sudo: HOTPAIR_LAB=conn bash build/lab/lab.sh up --hosts 2, then
 * HOTPAIR_LAB=conn bash build/lab/lab.sh run npx vitest run --dir tests/lab connect
 */
const lab = (...args: string[]): string =>
  execFileSync('bash', ['build/lab/lab.sh', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

interface Credentials {
  hosts: { name: string; address: string }[]
  root: { password: string }
  ops: { password: string }
  deploy: { password: string }
  guest: { password: string }
  key: string
  keyWithPassphrase: string
  passphrase: string
  knownHosts: string
}

// A refused password costs seconds (pam_unix).
vi.setConfig({ testTimeout: 60_000 })
let given: Credentials
let folder = ''
const open: Session[] = []
const agents: number[] = []

beforeAll(() => {
  // Throws, with the lab's own words, when the lab is not up: these tests are never skipped.
  given = JSON.parse(readFileSync(lab('info').trim(), 'utf8')) as Credentials
  folder = mkdtempSync(join(tmpdir(), 'hotpair-connect-'))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()))
})
afterAll(() => {
  agents.forEach((pid) => process.kill(pid))
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

type Secrets = Partial<Record<SecretKind, string>>
const nodeOf = (more: Partial<Node> = {}): Node => ({
  name: 'nginx1',
  address: '198.51.100.11',
  port: 22,
  user: 'root',
  auth: 'password',
  priority: 250,
  sudo: 'none',
  ...more,
})
const known = () => openHostKeys({ read: [given.knownHosts], write: join(folder, 'never-written') })
async function session(more: Partial<Node>, secrets: Secrets, options: Partial<ConnectOptions> = {}): Promise<Session> {
  const opened = await connect(nodeOf(more), 'web', { secrets: (ref) => Promise.resolve(secrets[ref.kind]), hostKeys: known(), ...options })
  open.push(opened)
  return opened
}
async function failure(work: Promise<unknown>): Promise<{ kind: string; values: Record<string, unknown> }> {
  try {
    await work
  } catch (error) {
    if (error instanceof HotpairError) return { kind: error.failure.kind, values: { ...error.failure.values } }
    throw error
  }
  throw new Error('it did not fail')
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const as = (user: string, sudo: Node['sudo'], more: Partial<Node> = {}): Partial<Node> => ({ user, sudo, ...more })

describe('logging in', () => {
  test('root with a password', async () => {
    const node = await session({}, { password: given.root.password })
    expect(await node.run(sh`id -un; hostname`, { root: true })).toEqual({ stdout: 'root\nnginx1\n', stderr: '', status: 0 })
    expect(node.reachedAt).toBe('198.51.100.11')
    expect(node.channels).toBe(1)
  })
  test('a key, a key with a passphrase, an agent', async () => {
    const plain = await session({ auth: 'key', keyFile: given.key }, {})
    const locked = await session({ auth: 'key', keyFile: given.keyWithPassphrase }, { passphrase: given.passphrase })
    for (const node of [plain, locked]) expect((await node.run(sh`id -un`)).stdout).toBe('root\n')

    process.env.SSH_AUTH_SOCK = join(folder, 'agent')
    const said = execFileSync('ssh-agent', ['-a', process.env.SSH_AUTH_SOCK], { encoding: 'utf8' })
    agents.push(Number(/SSH_AGENT_PID=(\d+)/.exec(said)?.[1]))
    expect(await failure(session({ auth: 'agent' }, {}))).toMatchObject({ kind: 'agent-missing', values: { reason: 'no-keys' } })
    execFileSync('ssh-add', ['-q', given.key], { stdio: 'ignore' })
    const agent = await session({ auth: 'agent' }, {})
    expect((await agent.run(sh`id -un`)).stdout).toBe('root\n')
    process.env.SSH_AUTH_SOCK = join(folder, 'no-agent')
    expect(await failure(session({ auth: 'agent' }, {}))).toMatchObject({ kind: 'agent-missing', values: { reason: 'no-answer' } })
  })
  test('a wrong passphrase and a missing one', async () => {
    const node = { auth: 'key', keyFile: given.keyWithPassphrase } as const
    expect(await failure(session(node, {}))).toMatchObject({ kind: 'key-passphrase', values: { reason: 'missing' } })
    expect(await failure(session(node, { passphrase: 'no' }))).toMatchObject({ kind: 'key-passphrase', values: { reason: 'wrong' } })
  })
  test('a wrong password, a key that the host does not know', async () => {
    expect(await failure(session({}, { password: 'wrong' }))).toMatchObject({
      kind: 'auth-refused',
      values: { user: 'root', method: 'password', allowed: expect.arrayContaining(['password']) as string[] },
    })
    expect(await failure(session({}, {}))).toMatchObject({ kind: 'secret-missing', values: { variable: 'HOTPAIR_PASSWORD_NGINX1' } })
    const stranger = join(folder, 'stranger')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', stranger])
    const print = execFileSync('ssh-keygen', ['-lf', `${stranger}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? 'none'
    const { kind, values } = await failure(session({ auth: 'key', keyFile: stranger }, {}))
    expect(kind).toBe('auth-refused')
    expect(values).toMatchObject({ method: 'key', file: stranger, key: `ssh-ed25519 ${print}` })
  })
  test('keyboard-interactive where sshd does not take passwords otherwise', async () => {
    const drop = '/etc/ssh/sshd_config.d/00-keyboard.conf'
    const set = (script: string): void => {
      lab('exec', 'nginx2', 'sh', '-c', script)
    }
    set(`printf 'PasswordAuthentication no\\nKbdInteractiveAuthentication yes\\nUsePAM yes\\n' >${drop}; systemctl reload ssh; sleep 1`)
    try {
      const node = { name: 'nginx2', address: '198.51.100.12' }
      expect((await (await session(node, { password: given.root.password })).run(sh`id -un`)).stdout).toBe('root\n')
      expect(await failure(session(node, { password: 'wrong' }))).toMatchObject({ kind: 'auth-refused' })
    } finally {
      set(`rm ${drop}; systemctl reload ssh`)
    }
  })
})

describe('not reaching sshd', () => {
  test('refused port, unused address, unknown name', async () => {
    const secrets = { password: 'any' }
    expect(await failure(session({ port: 2222 }, secrets))).toMatchObject({ kind: 'port-refused', values: { port: 2222 } })
    expect(await failure(session({ address: '198.51.100.77' }, secrets))).toMatchObject({ kind: 'unreachable' })
    expect(await failure(session({ address: 'nobody.invalid' }, secrets, { timeout: 3000 }))).toMatchObject({ kind: 'name-not-found' })
  }, 20_000)
  test('a dead host is told from a slow one, and can be cancelled', async () => {
    lab('freeze', 'nginx2')
    try {
      const node = { name: 'nginx2', address: '198.51.100.12' }
      expect(await failure(session(node, { password: 'any' }, { timeout: 1500 }))).toMatchObject({
        kind: 'timeout',
        values: { phase: 'handshake' },
      })
      expect(await failure(session(node, { password: 'any' }, { signal: AbortSignal.timeout(300) }))).toMatchObject({ kind: 'cancelled' })
    } finally {
      lab('thaw', 'nginx2')
    }
  })
})

describe('host keys', () => {
  const secrets = () => ({ password: given.root.password })
  test('an unknown key is refused, then accepted and remembered, in our file only', async () => {
    const write = join(folder, 'new', 'known_hosts')
    const real = execFileSync('ssh-keygen', ['-lF', '198.51.100.11', '-f', given.knownHosts], { encoding: 'utf8' })
    const refusing = openHostKeys({ read: [], write, onUnknown: () => Promise.resolve(false) })
    const refused = await failure(session({}, secrets(), { hostKeys: refusing }))
    expect(refused.kind).toBe('host-key-unknown')
    expect(refused.values).toMatchObject({ host: '198.51.100.11', keyType: 'ssh-ed25519' })
    expect(real).toContain(refused.values.fingerprint)

    const shown: string[] = []
    const accepting = openHostKeys({
      read: [],
      write,
      onUnknown: (info) => {
        shown.push(info.fingerprint)
        return Promise.resolve(true)
      },
    })
    for (let times = 0; times < 2; times += 1)
      expect((await (await session({}, secrets(), { hostKeys: accepting })).run(sh`true`)).status).toBe(0)
    expect(shown).toEqual([refused.values.fingerprint])
    expect(statSync(write).mode & 0o777).toBe(0o600)
  })
  test('a changed key stops, whatever would be accepted', async () => {
    const file = join(folder, 'changed')
    const other = readFileSync(given.knownHosts, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('198.51.100.12') && line.includes('ed25519'))
    writeFileSync(file, `# a comment\n${other.join('\n').replace('198.51.100.12', '198.51.100.11')}\n`)
    const hostKeys = openHostKeys({ read: [file], write: join(folder, 'unused'), onUnknown: () => Promise.resolve(true) })
    const { kind, values } = await failure(session({}, secrets(), { hostKeys }))
    expect(kind).toBe('host-key-changed')
    expect(values).toMatchObject({ file, line: 2, keyType: 'ssh-ed25519' })
    expect(values.expected).not.toBe(values.fingerprint)
  })
  test.each(['ssh-rsa', 'ecdsa-sha2-nistp256', 'ssh-ed25519'])(
    'a host of which only its %s key is known is asked for that one',
    async (type) => {
      const file = join(folder, type)
      writeFileSync(
        file,
        readFileSync(given.knownHosts, 'utf8')
          .split('\n')
          .filter((line) => line.includes(type))
          .join('\n'),
      )
      const node = await session({}, secrets(), { hostKeys: openHostKeys({ read: [file], write: join(folder, 'unused') }) })
      expect((await node.run(sh`true`)).status).toBe(0)
    },
  )
  test('a revoked key', async () => {
    const file = join(folder, 'revoked')
    const lines = readFileSync(given.knownHosts, 'utf8')
    writeFileSync(
      file,
      lines +
        lines
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => `@revoked * ${line.split(' ').slice(1).join(' ')}`)
          .join('\n'),
    )
    expect(await failure(session({}, secrets(), { hostKeys: openHostKeys({ read: [file], write: file }) }))).toMatchObject({
      kind: 'host-key-revoked',
    })
  })
})

describe('becoming root', () => {
  const who = sh`id -un; cat`
  test('sudo with a password: its own, or the login password', async () => {
    const byLogin = await session(as('ops', 'password'), { password: given.ops.password })
    expect(await byLogin.run(who, { root: true, input: 'payload' })).toEqual({ stdout: 'root\npayload', stderr: '', status: 0 })
    const byKey = await session(as('ops', 'password', { auth: 'key', keyFile: given.key }), { sudo: given.ops.password })
    expect(await byKey.run(sh`id -un; echo warning >&2; exit 3`, { root: true })).toEqual({
      stdout: 'root\n',
      stderr: 'warning\n',
      status: 3,
    })
    expect((await byKey.run(sh`id -un`)).stdout).toBe('ops\n')
  })
  test('NOPASSWD: the payload arrives byte by byte, the password never does', async () => {
    const payload = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) % 256))
    const node = await session(as('deploy', 'password'), { password: given.deploy.password })
    const { stdout, stderr } = await node.run(sh`id -un; base64 -w0`, { root: true, input: payload })
    expect(stderr).toBe('')
    expect(stdout).toBe(`root\n${payload.toString('base64')}`)
    const never = await session(as('deploy', 'nopassword'), { password: given.deploy.password })
    expect((await never.run(who, { root: true, input: 'x' })).stdout).toBe('root\nx')
  })
  test('a payload with a password too, and none for a command that does not read', async () => {
    const payload = Buffer.alloc(3_000_000, 'ä\n')
    const node = await session(as('ops', 'password'), { password: given.ops.password })
    expect((await node.run(sh`wc -c`, { root: true, input: payload })).stdout.trim()).toBe('3000000')
    expect((await node.run(sh`true`, { root: true, input: payload })).status).toBe(0)
  })
  test('who may not: guest, a wrong password, a missing one, a password where none was meant', async () => {
    const guest = await session(as('guest', 'password'), { password: given.guest.password })
    expect(await failure(guest.run(sh`id`, { root: true }))).toMatchObject({
      kind: 'no-sudo',
      values: { user: 'guest', reason: 'not-allowed' },
    })
    const wrong = await session(as('ops', 'password', { auth: 'key', keyFile: given.key }), { sudo: 'wrong' })
    expect(await failure(wrong.run(sh`id`, { root: true }))).toMatchObject({
      kind: 'sudo-password',
      values: { user: 'ops', reason: 'wrong' },
    })
    const tries = () => Number(lab('exec', 'nginx1', 'sh', '-c', 'journalctl -q --no-pager -t sudo | grep -c "incorrect password" || :'))
    const before = tries()
    expect(await failure(wrong.run(sh`id`, { root: true }))).toMatchObject({ kind: 'sudo-password' })
    expect(tries()).toBe(before)
    const none = await session(as('ops', 'password', { auth: 'key', keyFile: given.key }), {})
    expect(await failure(none.run(sh`id`, { root: true }))).toMatchObject({ kind: 'secret-missing' })
    const meant = await session(as('ops', 'nopassword'), { password: given.ops.password })
    expect(await failure(meant.run(sh`id`, { root: true }))).toMatchObject({ kind: 'sudo-password', values: { reason: 'required' } })
  })
  test('sudo with a pty of its own, a lecture and requiretty', async () => {
    const file = '/etc/sudoers.d/zz-test'
    const set = (line: string): void => {
      lab('exec', 'nginx1', 'sh', '-c', `printf '%s\\n' '${line}' >${file}; chmod 440 ${file}`)
    }
    try {
      const node = await session(as('ops', 'password'), { password: given.ops.password })
      set('Defaults use_pty, lecture=always, insults')
      expect(await node.run(who, { root: true, input: 'payload\n' })).toEqual({ stdout: 'root\npayload\n', stderr: '', status: 0 })
      set('Defaults requiretty')
      expect(await failure(node.run(who, { root: true }))).toMatchObject({ kind: 'no-sudo', values: { reason: 'requiretty' } })
    } finally {
      lab('exec', 'nginx1', 'rm', '-f', file)
    }
  })
  test('no sudo program', async () => {
    lab('exec', 'nginx2', 'mv', '/usr/bin/sudo', '/usr/bin/sudo.away')
    try {
      const node = await session(as('ops', 'password', { name: 'nginx2', address: '198.51.100.12' }), { password: given.ops.password })
      expect(await failure(node.run(sh`id`, { root: true }))).toMatchObject({ kind: 'sudo-missing' })
    } finally {
      lab('exec', 'nginx2', 'mv', '/usr/bin/sudo.away', '/usr/bin/sudo')
    }
  })
  test('no secret in any command line or environment on the host', async () => {
    const node = await session(as('ops', 'password'), { password: given.ops.password })
    const payload = `payload-${String(Date.now())}`
    const running = node.run(sh`sleep 3; cat`, { root: true, input: payload })
    await pause(1000)
    const look = "for p in /proc/[0-9]*; do tr '\\0' '\\n' <$p/cmdline; tr '\\0' '\\n' <$p/environ; done 2>/dev/null"
    const seen = lab('exec', 'nginx1', 'sh', '-c', look)
    // Mine is among them, so that an empty answer proves nothing.
    expect(seen).toContain('sleep 3; cat')
    expect(seen).not.toContain(given.ops.password)
    expect(seen).not.toContain(payload)
    expect((await running).stdout).toBe(payload)
  })
})

describe('running', () => {
  test('values are quoted, output is in the C locale and bounded, statuses are told', async () => {
    const node = await session({}, { password: given.root.password })
    const nasty = `a'b"c$(id)\`id\`\\ \n *~ü`
    expect((await node.run(sh`printf %s ${nasty}`)).stdout).toBe(nasty)
    expect((await node.run(sh`echo $LC_ALL; command -v ip`)).stdout).toBe('C\n/usr/sbin/ip\n')
    expect((await node.run(sh`kill -9 $$`)).status).toBeNull()
    expect(await failure(node.run(sh`yes`))).toMatchObject({ kind: 'command-failed', values: { reason: 'output-too-large' } })
    expect(await failure(node.run(sh`sleep 20`, { timeout: 300 }))).toMatchObject({ kind: 'timeout' })
    expect(await failure(node.run(sh`sleep 20`, { signal: AbortSignal.timeout(200) }))).toMatchObject({ kind: 'cancelled' })
    const lines: string[] = []
    await node.run(sh`printf 'one\ntwo\n'; sleep 0.2; printf three`, { onLine: (line) => lines.push(line) })
    expect(lines).toEqual(['one', 'two', 'three'])
  })
  test('a tail that nobody reads any more ends by itself, as root through sudo too', async () => {
    const node = await session(as('ops', 'password'), { password: given.ops.password })
    const lines: string[] = []
    const tail = failure(
      node.run(sh`tail -n1 -F /etc/hostname`, { root: true, tail: true, timeout: 500, onLine: (line) => lines.push(line) }),
    )
    expect(await tail).toMatchObject({ kind: 'timeout' })
    expect(lines).toEqual(['nginx1'])
    await expect
      .poll(async () => (await node.run(sh`pgrep -fx ${'tail -n1 -F /etc/hostname'} | wc -l`)).stdout.trim(), { timeout: 3000 })
      .toBe('0')
  })
  test('many at once are queued; a server with few channels is respected; tails have their own', async () => {
    const drop = '/etc/ssh/sshd_config.d/00-sessions.conf'
    lab('exec', 'nginx2', 'sh', '-c', `echo 'MaxSessions 2' >${drop}; systemctl reload ssh; sleep 1`)
    try {
      for (const address of ['198.51.100.11', '198.51.100.12']) {
        const node = await session({ address, name: address.endsWith('1') ? 'nginx1' : 'nginx2' }, { password: given.root.password })
        const results = await Promise.all(Array.from({ length: 20 }, (_, i) => node.run(sh`echo ${i}`)))
        expect(results.map((each) => each.stdout.trim())).toEqual(Array.from({ length: 20 }, (_, i) => String(i)))
        expect(node.channels).toBe(20)
      }
    } finally {
      lab('exec', 'nginx2', 'sh', '-c', `rm ${drop}; systemctl reload ssh`)
    }
    const node = await session({}, { password: given.root.password })
    const stop = new AbortController()
    const lines: string[] = []
    const tail = failure(
      node.run(sh`echo first; sleep 30`, { tail: true, timeout: Infinity, signal: stop.signal, onLine: (line) => lines.push(line) }),
    )
    await expect.poll(() => lines).toEqual(['first'])
    expect(node.channels).toBe(0)
    stop.abort()
    expect(await tail).toMatchObject({ kind: 'cancelled' })
  })
  test('a connection that is lost during a command is noticed before its time is over, and stays lost', async () => {
    const node = await session({}, { password: given.root.password })
    const running = failure(node.run(sh`sleep 30`))
    await pause(300)
    lab('cut', 'nginx1')
    try {
      expect(await running).toMatchObject({ kind: 'connection-lost' })
      expect(await failure(node.run(sh`true`))).toMatchObject({ kind: 'connection-lost' })
      await node.close()
    } finally {
      lab('heal', 'nginx1')
    }
  }, 20_000)
  test('the host closes the connection', async () => {
    const node = await session({}, { password: given.root.password })
    expect(await failure(node.run(sh`kill $PPID; sleep 5`))).toMatchObject({ kind: 'connection-lost' })
  })
  test('an account without a shell, and one that chatters', async () => {
    lab('exec', 'nginx2', 'sh', '-c', 'usermod -s /usr/sbin/nologin guest')
    const node = as('guest', 'password', { name: 'nginx2', address: '198.51.100.12' })
    const first = async () => (await session(node, { password: given.guest.password })).run(sh`true`)
    try {
      expect(await failure(first())).toMatchObject({ kind: 'command-failed', values: { reason: 'no-shell' } })
      lab(
        'exec',
        'nginx2',
        'sh',
        '-c',
        'usermod -s /bin/bash guest; cp ~guest/.bashrc /tmp/bashrc; (echo "echo hello"; cat /tmp/bashrc) >~guest/.bashrc',
      )
      expect(await failure(first())).toMatchObject({
        kind: 'command-failed',
        values: { output: expect.stringContaining('hello') as string },
      })
    } finally {
      lab('exec', 'nginx2', 'sh', '-c', 'usermod -s /bin/bash guest; cp /tmp/bashrc ~guest/.bashrc || :')
    }
  })
})
