import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import type { AuthContext, ServerChannel, ServerConfig } from 'ssh2'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { HotpairError, type Failure } from '../../electron/domain/failure'
import type { Node } from '../../electron/domain/pair'
import type { SecretRef } from '../../electron/domain/secret'
import { connect } from '../../electron/remote/connect'
import type { ConnectOptions } from '../../electron/remote/connect'
import { openHostKeys } from '../../electron/remote/host-keys'
import { sh } from '../../electron/remote/sh'

/** Servers that no real sshd is: the rest is in tests/lab/connect.test.ts. */
let folder: string
let keys: { one: string; two: string }
const servers: { close(): void }[] = []
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-connect-'))
  keys = { one: ssh2.utils.generateKeyPairSync('ed25519').private, two: ssh2.utils.generateKeyPairSync('ed25519').private }
})
afterEach(() => {
  servers.splice(0).forEach((server) => {
    server.close()
  })
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const listening = async (server: TcpServer): Promise<number> => {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const tcp = (behave: (socket: Socket) => void): Promise<number> =>
  listening(
    createServer((socket) => {
      socket.on('error', () => undefined)
      behave(socket)
    }),
  )

interface Behaviour {
  config?: Partial<ServerConfig>
  auth?: (context: AuthContext) => void
  exec?: (command: string, channel: ServerChannel) => void
  rejectExec?: boolean
  /** Whether the server has room for one more channel. */
  hasRoom?: () => boolean
}
async function sshServer({ config, auth, exec, rejectExec, hasRoom }: Behaviour = {}): Promise<number> {
  const server = new ssh2.Server({ hostKeys: [keys.one], ...config }, (client) => {
    client.on('error', () => undefined)
    client.on(
      'authentication',
      auth ??
        ((context) => {
          if (context.method === 'password' && context.password === 'right') context.accept()
          else context.reject(['password'])
        }),
    )
    client.on('session', (accept, rejectSession) => {
      if (hasRoom?.() === false) {
        rejectSession()
        return
      }
      accept().on('exec', (acceptExec, reject, info) => {
        if (rejectExec) {
          reject()
          return
        }
        const channel = acceptExec()
        if (info.command.includes('printf')) channel.write('<192.0.2.1 40000 192.0.2.2 22>\n')
        if (exec) exec(info.command, channel)
        else {
          channel.exit(0)
          channel.end()
        }
      })
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      resolve()
    }),
  )
  return (server.address() as AddressInfo).port
}

const nodeAt = (port: number, more: Partial<Node> = {}): Node => ({
  name: 'n1',
  address: '127.0.0.1',
  port,
  user: 'root',
  auth: 'password',
  priority: 250,
  sudo: 'none',
  ...more,
})
const asked: SecretRef[] = []
const open = (
  port: number,
  more: Partial<Node> = {},
  secrets: Record<string, string> = { password: 'right' },
  options: Partial<ConnectOptions> = {},
) =>
  connect(nodeAt(port, more), 'web', {
    secrets: (ref) => {
      asked.push(ref)
      return Promise.resolve(secrets[ref.kind])
    },
    hostKeys: openHostKeys({ read: [], write: join(folder, `known-${String(port)}`), onUnknown: () => Promise.resolve(true) }),
    timeout: 1500,
    ...options,
  })
async function failed(work: Promise<unknown>): Promise<Pick<Failure, 'kind' | 'values'>> {
  try {
    await work
  } catch (error) {
    if (error instanceof HotpairError) return { kind: error.failure.kind, values: error.failure.values }
    throw error
  }
  throw new Error('it did not fail')
}

describe('what answers is not sshd, or not one we can talk to', () => {
  test.each([
    [
      'a web server',
      (socket: Socket) => {
        socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nno'))
      },
      'not-ssh',
    ],
    [
      'garbage',
      (socket: Socket) => {
        socket.write(Buffer.alloc(100_000, 1))
      },
      'not-ssh',
    ],
    [
      'SSH version 1',
      (socket: Socket) => {
        socket.write('SSH-1.5-old\r\n')
      },
      'not-ssh',
    ],
    [
      'closed at once',
      (socket: Socket) => {
        socket.end()
      },
      'not-ssh',
    ],
    [
      'reset',
      (socket: Socket) => {
        socket.resetAndDestroy()
      },
      'not-ssh',
    ],
    ['silence', () => undefined, 'timeout'],
    [
      'half a handshake',
      (socket: Socket) => {
        socket.write('SSH-2.0-x\r\n')
        setTimeout(() => socket.end(), 50)
      },
      'connection-lost',
    ],
  ] as const)('%s', async (_, behave, kind) => {
    expect((await failed(open(await tcp(behave)))).kind).toBe(kind)
  })
  test('no common algorithm, and which', async () => {
    const kex = await sshServer({ config: { algorithms: { kex: ['diffie-hellman-group1-sha1'] } } })
    expect(await failed(open(kex))).toMatchObject({ kind: 'no-common-algorithm', values: { reason: 'key-exchange' } })
    const cipher = await sshServer({ config: { algorithms: { cipher: ['aes128-cbc'] } } })
    expect(await failed(open(cipher))).toMatchObject({ values: { reason: 'cipher' } })
  })
})

describe('proving who we are', () => {
  test('keyboard-interactive: hidden prompts get the password, others nothing', async () => {
    let answers: string[] = []
    const port = await sshServer({
      auth: (context) => {
        if (context.method !== 'keyboard-interactive') {
          context.reject(['keyboard-interactive'])
          return
        }
        context.prompt(
          [
            { prompt: 'Name', echo: true },
            { prompt: 'Code', echo: false },
          ],
          'Title',
          'Text',
          (given) => {
            answers = given
            context.accept()
          },
        )
      },
    })
    await (await open(port)).close()
    expect(answers).toEqual(['', 'right'])
  })
  test('refused: one attempt, what the server allows, no secret in the failure', async () => {
    const tried: string[] = []
    const port = await sshServer({
      auth: (context) => {
        tried.push(context.method)
        context.reject(['password', 'publickey', 'keyboard-interactive'])
      },
    })
    const failure = await failed(open(port, {}, { password: 'top-secret' }))
    expect(failure).toEqual({
      kind: 'auth-refused',
      values: {
        reason: 'refused',
        host: '127.0.0.1',
        user: 'root',
        method: 'password',
        allowed: ['password', 'publickey', 'keyboard-interactive'],
      },
    })
    expect(tried).toEqual(['none', 'password'])
  })
  test('a server that takes no passwords, and one that wants a second factor', async () => {
    const keyOnly = await sshServer({
      auth: (context) => {
        context.reject(['publickey'])
      },
    })
    expect(await failed(open(keyOnly))).toMatchObject({ kind: 'auth-refused', values: { allowed: ['publickey'] } })
    const twice = await sshServer({
      auth: (context) => {
        context.reject(['password'], context.method === 'password')
      },
    })
    expect(await failed(open(twice))).toMatchObject({ kind: 'auth-refused' })
  })
  test('cancelled while a secret is being typed', async () => {
    const port = await sshServer()
    expect(
      await failed(open(port, {}, {}, { secrets: () => new Promise(() => undefined), signal: AbortSignal.timeout(50) })),
    ).toMatchObject({ kind: 'cancelled' })
  })
  test('a server that never answers the password', async () => {
    const port = await sshServer({
      auth: (context) => {
        if (context.method === 'none') context.reject(['password'])
      },
    })
    expect(await failed(open(port))).toMatchObject({ kind: 'timeout', values: { phase: 'auth' } })
  })
})

describe('keys', () => {
  const make = (name: string, ...args: string[]): string => {
    const file = join(folder, name)
    execFileSync('ssh-keygen', ['-q', '-f', file, ...(args.includes('rsa') ? ['-b', '2048'] : []), ...args])
    return file
  }
  const withKey = (keyFile: string, secrets: Record<string, string> = {}) => failed(open(1, { auth: 'key', keyFile }, secrets))
  test('not there, not a key, a public key, an unknown format, chacha20', async () => {
    const good = make('good', '-t', 'ed25519', '-N', '')
    writeFileSync(join(folder, 'text'), 'hello')
    writeFileSync(
      join(folder, 'cut'),
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ\n-----END OPENSSH PRIVATE KEY-----\n',
    )
    expect(await withKey(join(folder, 'none'))).toMatchObject({ kind: 'key-unreadable', values: { reason: 'ENOENT' } })
    expect(await withKey(folder)).toMatchObject({ kind: 'key-unreadable', values: { reason: 'EISDIR' } })
    expect(await withKey('~/no-such-key-of-hotpair')).toMatchObject({
      kind: 'key-unreadable',
      values: { file: expect.not.stringContaining('~') as string },
    })
    expect(await withKey(join(folder, 'text'))).toMatchObject({ kind: 'key-unsupported', values: { reason: 'format' } })
    expect(await withKey(join(folder, 'cut'))).toMatchObject({ kind: 'key-unsupported', values: { reason: 'damaged' } })
    expect(await withKey(`${good}.pub`)).toMatchObject({ kind: 'key-unsupported', values: { reason: 'public-key' } })
    const chacha = make('chacha', '-t', 'ed25519', '-N', 'phrase', '-Z', 'chacha20-poly1305@openssh.com')
    expect(await withKey(chacha, { passphrase: 'phrase' })).toMatchObject({ kind: 'key-unsupported', values: { reason: 'chacha20' } })
    expect(await withKey(good)).toMatchObject({ kind: 'port-refused' })
  })
  test.each([
    ['ed25519', []],
    ['rsa', []],
    ['ecdsa', []],
    ['rsa', ['-m', 'PEM']],
    ['rsa', ['-m', 'PKCS8']],
  ] as const)('a %s key with a passphrase %j: missing, wrong, right', async (type, format) => {
    const file = make(`${type}-${format.join('')}`, '-t', type, '-N', 'phrase', ...format)
    if (format.at(-1) === 'PKCS8') {
      expect(await withKey(file, { passphrase: 'phrase' })).toMatchObject({ kind: 'key-unsupported', values: { reason: 'pkcs8' } })
      return
    }
    expect(await withKey(file)).toMatchObject({ kind: 'key-passphrase', values: { reason: 'missing', variable: 'HOTPAIR_PASSPHRASE_N1' } })
    expect(await withKey(file, { passphrase: 'wrong' })).toMatchObject({ kind: 'key-passphrase', values: { reason: 'wrong' } })
    expect(await withKey(file, { passphrase: 'phrase' })).toMatchObject({ kind: 'port-refused' })
  })
  test('no agent', async () => {
    const before = process.env.SSH_AUTH_SOCK
    delete process.env.SSH_AUTH_SOCK
    try {
      expect(await failed(open(1, { auth: 'agent' }))).toMatchObject({ kind: 'agent-missing', values: { reason: 'not-running' } })
    } finally {
      if (before !== undefined) process.env.SSH_AUTH_SOCK = before
    }
  })
})

describe('a person decides about the host key', () => {
  test('as long as they like, with no connection open, and the secret is asked for once', async () => {
    let connections = 0
    const port = await sshServer()
    const front = await tcp((socket) => {
      connections += 1
      socket.once('close', () => {
        connections -= 1
      })
      const back = new (socket.constructor as new () => Socket)()
      back.on('error', () => undefined)
      back.connect(port, '127.0.0.1')
      socket.pipe(back).pipe(socket)
    })
    asked.length = 0
    let during = -1
    const onUnknown = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2000))
      during = connections
      return true
    }
    const session = await open(
      front,
      {},
      { password: 'right' },
      { hostKeys: openHostKeys({ read: [], write: join(folder, 'slow'), onUnknown }) },
    )
    expect(during).toBe(0)
    expect(session.reachedAt).toBeNull()
    expect((await session.run(sh`true`)).stdout).toBe('')
    expect(session.reachedAt).toBe('192.0.2.2')
    expect(asked).toHaveLength(1)
    await session.close()
  })
  test('no; cancelled; and another key the next time', async () => {
    const port = await sshServer()
    const decide = (onUnknown: () => Promise<boolean>) =>
      openHostKeys({ read: [], write: join(folder, `decide-${String(Math.random())}`), onUnknown })
    expect(await failed(open(port, {}, undefined, { hostKeys: decide(() => Promise.resolve(false)) }))).toMatchObject({
      kind: 'host-key-unknown',
      values: { keyType: 'ssh-ed25519' },
    })
    expect(
      await failed(open(port, {}, undefined, { hostKeys: decide(() => new Promise(() => undefined)), signal: AbortSignal.timeout(200) })),
    ).toMatchObject({ kind: 'cancelled' })
    let times = 0
    const other = await sshServer({ config: { hostKeys: [keys.two] } })
    const swapping = await tcp((socket) => {
      times += 1
      const back = new (socket.constructor as new () => Socket)()
      back.on('error', () => undefined)
      back.connect(times === 1 ? port : other, '127.0.0.1')
      socket.pipe(back).pipe(socket)
    })
    expect(await failed(open(swapping, {}, undefined, { hostKeys: decide(() => Promise.resolve(true)) }))).toMatchObject({
      kind: 'host-key-changed',
    })
  })
})

describe('commands', () => {
  const sudoNode = { user: 'ops', sudo: 'password' } as const
  /** A sudo that behaves as told. */
  const sudo = (behave: (say: (word: string) => void, channel: ServerChannel) => void) =>
    sshServer({
      exec: (command, channel) => {
        const mark = /[0-9a-f]{32}/.exec(command)?.[0] ?? ''
        behave((word) => channel.stderr.write(`${mark}:${word}`), channel)
      },
    })

  test('no password is sent where none is asked for, and none before', async () => {
    let received = ''
    const port = await sudo((say, channel) => {
      channel.on('data', (chunk: Buffer) => {
        received += chunk.toString()
      })
      channel.on('end', () => {
        channel.exit(0)
        channel.end()
      })
      setTimeout(() => {
        expect(received).toBe('')
        say('start\n')
      }, 100)
    })
    const session = await open(port, sudoNode)
    await session.run(sh`cat`, { root: true, input: 'payload' })
    expect(received).toBe('payload')
    await session.close()
  })
  test('a second prompt ends it; the same wrong password is not tried again', async () => {
    let execs = 0
    const received: string[] = []
    const port = await sudo((say, channel) => {
      execs += 1
      channel.on('data', (chunk: Buffer) => {
        received.push(chunk.toString())
        say('prompt:')
      })
      say('prompt:')
    })
    const session = await open(port, sudoNode)
    const failures = await Promise.all([1, 2, 3].map(() => failed(session.run(sh`id`, { root: true }))))
    expect(failures.map((each) => each.kind)).toEqual(['sudo-password', 'sudo-password', 'sudo-password'])
    expect(received).toEqual(['right\n'])
    expect(execs).toBe(3)
    await session.close()
  })
  test('typing a sudo password is not the command’s time; a later secret is asked for', async () => {
    const port = await sudo((say, channel) => {
      channel.once('data', () => {
        say('start\n')
        channel.exit(0)
        channel.end()
      })
      say('prompt:')
    })
    let typed = 0
    const secrets = async (ref: SecretRef) => {
      if (ref.kind !== 'sudo') return 'right'
      typed += 1
      await new Promise((resolve) => setTimeout(resolve, 400))
      return 'typed'
    }
    const session = await open(port, sudoNode, {}, { secrets })
    expect((await session.run(sh`id`, { root: true, timeout: 200 })).status).toBe(0)
    expect((await session.run(sh`id`, { root: true, timeout: 200 })).status).toBe(0)
    expect(typed).toBe(1)
    await session.close()
  })
  test('a channel that is refused although none is open is asked for again, for a second at most, and until it is cancelled', async () => {
    let refusals = 3
    const node = await open(await sshServer({ hasRoom: () => --refusals < 0 }))
    expect((await node.run(sh`true`)).status).toBe(0)
    expect([refusals, node.channels]).toEqual([-1, 1])
    refusals = 1000
    expect(await failed(node.run(sh`true`))).toMatchObject({ kind: 'command-failed', values: { reason: 'no-channel' } })
    expect(refusals).toBe(995)
    const stop = new AbortController()
    const running = failed(node.run(sh`true`, { signal: stop.signal }))
    await expect.poll(() => refusals).toBe(994)
    stop.abort()
    expect((await running).kind).toBe('cancelled')
  })
  test('an exec that is refused; a channel that closes without a status; a character cut in two; an error in onLine', async () => {
    const refusing = await open(await sshServer({ rejectExec: true }))
    expect(await failed(refusing.run(sh`id`))).toMatchObject({ kind: 'command-failed', values: { reason: 'exec-refused' } })
    await refusing.close()
    expect(await failed(refusing.run(sh`id`))).toMatchObject({ kind: 'connection-lost' })
    await refusing.close()
    const statusless = await open(
      await sshServer({
        exec: (_, channel) => {
          channel.close()
        },
      }),
    )
    expect(await failed(statusless.run(sh`id`))).toMatchObject({ kind: 'connection-lost' })
    await statusless.close()
    const slow = await open(
      await sshServer({
        exec: (_, channel) => {
          const bytes = Buffer.from('zoë\nä')
          channel.write(bytes.subarray(0, 3))
          setTimeout(() => {
            channel.write(bytes.subarray(3))
            channel.exit(0)
            channel.end()
          }, 50)
        },
      }),
    )
    const lines: string[] = []
    expect((await slow.run(sh`id`, { onLine: (line) => lines.push(line) })).stdout).toBe('zoë\nä')
    expect(lines).toEqual(['zoë', 'ä'])
    await expect(
      slow.run(sh`id`, {
        onLine: () => {
          throw new RangeError('mine')
        },
      }),
    ).rejects.toThrow('mine')
    await slow.close()
  })
})
