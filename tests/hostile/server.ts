import type { AddressInfo } from 'node:net'
import ssh2 from 'ssh2'
import type { Connection, ServerChannel } from 'ssh2'
import { unwrapped, type Wrapped } from './words'

/** A real SSH server on the loopback interface. What it answers is others' business: it listens, keeps a record, and is told what to say. */

/** One command as it came. */
export interface Received extends Wrapped {
  /** As the login shell got it. */
  readonly text: string
  /** Everything that came on stdin, up to 4 MiB, the password included. */
  stdin: string
  /** True prompts of sudo that were shown before anything came. */
  prompts: number
}

/** One running command, from the host's side. */
export interface Exec {
  readonly received: Received
  readonly client: Connection
  readonly channel: ServerChannel
  /** Next line of stdin, without its newline; undefined at the end. */
  line(): Promise<string | undefined>
  /** The rest of stdin, at its end. */
  rest(): Promise<string>
  readonly closed: AbortSignal
}

export interface Login {
  readonly user: string
  readonly password: string
}

export interface Behaviour {
  /** The connection is there, nobody has logged in. */
  readonly greeted?: ((client: Connection) => void) | undefined
  readonly authenticated?: ((client: Connection) => void) | undefined
  /** false: the channel or the command is refused. */
  /** Asked with '' for a channel, then with its command. */
  readonly accepts?: ((text: string) => boolean) | undefined
  /** false: the right password is refused too. */
  readonly admits?: boolean
  readonly run: (exec: Exec) => Promise<void>
}

export interface Server {
  readonly port: number
  readonly fingerprint: string
  readonly received: Received[]
  /** Passwords that somebody tried to log in with. */
  readonly passwords: Set<string>
  behave(behaviour: Behaviour): void
  /** Ends every connection; the server goes on. */
  drop(): void
  close(): Promise<void>
}

const mostInput = 4 * 1024 * 1024

export async function startServer(login: Login, first: Behaviour): Promise<Server> {
  const { private: key, public: publicKey } = ssh2.utils.generateKeyPairSync('ed25519')
  const parsed = ssh2.utils.parseKey(publicKey)
  if (parsed instanceof Error) throw parsed
  const received: Received[] = []
  const passwords = new Set<string>()
  const clients = new Set<Connection>()
  let behaviour = first

  const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
    clients.add(client)
    client.on('error', () => undefined)
    client.on('close', () => clients.delete(client))
    behaviour.greeted?.(client)
    client.on('authentication', (context) => {
      if (context.method !== 'password') {
        context.reject(['password'])
        return
      }
      passwords.add(context.password)
      if (behaviour.admits !== false && context.username === login.user && context.password === login.password) context.accept()
      else context.reject(['password'])
    })
    client.on('ready', () => behaviour.authenticated?.(client))
    client.on('session', (accept, reject) => {
      if (behaviour.accepts?.('') === false) {
        reject()
        return
      }
      accept().on('exec', (acceptExec, rejectExec, info) => {
        const own: Received = { ...unwrapped(info.command), text: info.command, stdin: '', prompts: 0 }
        received.push(own)
        if (behaviour.accepts?.(info.command) === false) rejectExec()
        else void converse(own, client, acceptExec())
      })
    })
  })

  async function converse(own: Received, client: Connection, channel: ServerChannel): Promise<void> {
    const closed = new AbortController()
    const waiting: (() => void)[] = []
    let ended = false
    let unread = ''
    const wake = (): void => waiting.splice(0).forEach((each) => each())
    channel.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1')
      if (own.stdin.length < mostInput) own.stdin += text
      unread += text
      wake()
    })
    channel.on('error', () => undefined)
    channel.stderr.on('error', () => undefined)
    channel.on('end', () => {
      ended = true
      wake()
    })
    channel.on('close', () => {
      ended = true
      closed.abort()
      wake()
    })
    const more = (): Promise<void> => new Promise((resolve) => waiting.push(resolve))
    const exec: Exec = {
      received: own,
      client,
      channel,
      closed: closed.signal,
      line: async () => {
        while (!unread.includes('\n')) {
          if (ended) return undefined
          await more()
        }
        const end = unread.indexOf('\n')
        const line = unread.slice(0, end)
        unread = unread.slice(end + 1)
        return line
      },
      rest: async () => {
        while (!ended) await more()
        return Buffer.from(unread, 'latin1').toString('utf8')
      },
    }
    // A client that goes away in the middle is no mistake of this server.
    await behaviour.run(exec).catch((error: unknown) => {
      if (!closed.signal.aborted && !(error instanceof Error && /closed|destroyed|EPIPE|write after end/i.test(error.message))) throw error
    })
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint: `SHA256:${await digest(parsed.getPublicSSH())}`,
    received,
    passwords,
    behave: (next) => {
      behaviour = next
    },
    drop: () => {
      for (const client of clients) client.end()
    },
    close: () =>
      new Promise((resolve) => {
        for (const client of clients) client.end()
        server.close(() => resolve())
      }),
  }
}

async function digest(bytes: Buffer): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))
  return Buffer.from(hash).toString('base64').replace(/=+$/, '')
}
