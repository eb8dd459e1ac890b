import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import type { AnyAuthMethod, BaseAgent, ParsedKey } from 'ssh2'
import { readText } from '../disk/regular'
import { fileReason, HotpairError, type ReasonOf, type ValuesOf } from '../domain/failure'
import type { Node } from '../domain/pair'
import { environmentName } from '../domain/secret'
import type { SecretKind, SecretSource } from '../domain/secret'

/** As for ssh itself. */
const largestKey = 1024 * 1024

type Shown = Pick<ValuesOf<'auth-refused'>, 'user' | 'method' | 'key' | 'file'>

/** What a node's `auth` means to SSH: made before anything is sent, so that a missing secret or key costs no connection. */
export interface Credentials {
  /** The method to try next among those that the server still allows; undefined: nothing is left. */
  next(allowed: readonly string[], partial: boolean): AnyAuthMethod | undefined
  /** For failure auth-refused. No secrets. */
  readonly shown: Shown
}

/**
 * Raises secret-missing, key-unreadable, key-passphrase (reason: missing or wrong), key-unsupported, agent-missing.
 */
export async function credentialsOf(node: Node, pair: string, secrets: SecretSource): Promise<Credentials> {
  const username = node.user
  switch (node.auth) {
    case 'password': {
      const password = await secret(node, pair, 'password', secrets)
      if (password === undefined) throw missing(node, pair, 'password')
      return once(['password', 'keyboard-interactive'], { user: username, method: 'password' }, (method) =>
        method === 'password'
          ? { type: 'password', username, password }
          : {
              type: 'keyboard-interactive',
              username,
              prompt: (_name, _text, _language, prompts, finish) => {
                finish(prompts.map((each) => (each.echo === true ? '' : password)))
              },
            },
      )
    }
    case 'key': {
      const { key, file } = await privateKey(node, pair, secrets)
      const shown: Shown = { user: username, method: 'key', key: `${key.type} ${fingerprint(key)}`, file }
      return once(['publickey'], shown, () => ({ type: 'publickey', username, key }))
    }
    case 'agent': {
      const { agent, keys } = await openAgent(node)
      const shown: Shown = { user: username, method: 'agent', key: keys.map((key) => `${key.type} ${fingerprint(key)}`).join(', ') }
      return once(['publickey'], shown, () => ({ type: 'agent', username, agent }))
    }
    default:
      return node.auth satisfies never
  }
}

/** The password for sudo: its own, else the login's, which is normally the same. Raises secret-missing. */
export async function sudoPasswordOf(node: Node, pair: string, secrets: SecretSource): Promise<string> {
  const own = await secret(node, pair, 'sudo', secrets)
  const password = own ?? (node.auth === 'password' ? await secret(node, pair, 'password', secrets) : undefined)
  if (password === undefined) throw missing(node, pair, 'sudo')
  return password
}

const secret = (node: Node, pair: string, kind: SecretKind, secrets: SecretSource): Promise<string | undefined> =>
  secrets({ kind, pair, node: node.name }, node)

/** `values.variable` is the environment variable that would have had it. */
const missing = (node: Node, pair: string, kind: 'password' | 'sudo'): HotpairError =>
  new HotpairError('secret-missing', {
    node: node.name,
    values: { reason: kind, variable: environmentName({ kind, pair, node: node.name }) },
  })

/** Each attempt at most once: a second try with the same secret only brings the account nearer to a lock. */
function once(methods: readonly string[], shown: Shown, make: (method: string) => AnyAuthMethod): Credentials {
  let tried = false
  return {
    shown,
    next(allowed, partial) {
      const method = methods.find((each) => allowed.includes(each))
      // After a partial success the server wants another factor, and there is none.
      if (tried || partial || method === undefined) return undefined
      tried = true
      return make(method)
    },
  }
}

const expandHome = (file: string): string => (/^~(?=$|[/\\])/.test(file) ? join(homedir(), file.slice(1)) : file)

const fingerprint = (key: ParsedKey): string =>
  `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`

type Unsupported = ReasonOf<'key-unsupported'>

async function privateKey(node: Node, pair: string, secrets: SecretSource): Promise<{ key: ParsedKey; file: string }> {
  const file = expandHome(node.keyFile ?? '')
  const text = await readText(file, largestKey).catch((error: unknown) => {
    throw new HotpairError('key-unreadable', { node: node.name, values: { file, ...fileReason(error) }, cause: error })
  })
  const unsupported = (reason: Unsupported): HotpairError =>
    new HotpairError('key-unsupported', { node: node.name, values: { file, reason } })
  // ssh2 believes that it can read these, and then calls them damaged.
  if (/chacha20/.test(cipherOf(text))) throw unsupported('chacha20')
  let key = parse(text)
  if (key instanceof Error && /no passphrase given/.test(key.message)) {
    const passphrase = await secret(node, pair, 'passphrase', secrets)
    const variable = environmentName({ kind: 'passphrase', pair, node: node.name })
    if (passphrase === undefined || passphrase === '') {
      throw new HotpairError('key-passphrase', { node: node.name, values: { file, reason: 'missing', variable } })
    }
    key = parse(text, passphrase)
    if (key instanceof Error && !/unsupported|not supported/i.test(key.message)) {
      // ssh2 finds a wrong passphrase by the integrity check, by the padding or by what does not parse behind them.
      throw new HotpairError('key-passphrase', { node: node.name, values: { file, reason: 'wrong', variable } })
    }
  }
  if (key instanceof Error) throw unsupported(reasonOf(text, key.message))
  if (!key.isPrivateKey()) throw unsupported('public-key')
  return { key, file }
}

/** The cipher that protects an OpenSSH private key (PROTOCOL.key of OpenSSH); '' for other formats. */
function cipherOf(text: string): string {
  const begin = '-----BEGIN OPENSSH PRIVATE KEY-----'
  const [, body = ''] = text.split(begin, 2)
  const data = Buffer.from(body.slice(0, Math.max(0, body.indexOf('-----END'))), 'base64')
  const name = data.toString('latin1', 0, 64)
  return /^openssh-key-v1\0\0\0\0.([\w@.-]+)/s.exec(name)?.[1] ?? ''
}

/** Our wording of what ssh2 says; its own message could quote the file. */
function reasonOf(text: string, message: string): Unsupported {
  if (/BEGIN ENCRYPTED PRIVATE KEY|BEGIN PRIVATE KEY/.test(text)) return 'pkcs8'
  if (/Unsupported OpenSSH private key type: sk-/.test(message)) return 'security-key'
  return /malformed|integrity/i.test(message) ? 'damaged' : 'format'
}

function parse(text: string, passphrase?: string): ParsedKey | Error {
  try {
    const key = ssh2.utils.parseKey(text, passphrase)
    return Array.isArray(key) ? ((key as ParsedKey[])[0] ?? new Error('malformed')) : key
  } catch (error) {
    return error instanceof Error ? error : new Error('malformed')
  }
}

/** SSH_AUTH_SOCK; on Windows the pipe of its OpenSSH agent, else Pageant. */
async function openAgent(node: Node): Promise<{ agent: BaseAgent; keys: ParsedKey[] }> {
  const paths = process.env.SSH_AUTH_SOCK
    ? [process.env.SSH_AUTH_SOCK]
    : process.platform === 'win32'
      ? ['\\\\.\\pipe\\openssh-ssh-agent', 'pageant']
      : []
  let reason: ReasonOf<'agent-missing'> = 'not-running'
  for (const path of paths) {
    const agent = ssh2.createAgent(path)
    const keys = await identities(agent).catch(() => undefined)
    if (keys === undefined) reason = 'no-answer'
    else if (keys.length === 0) reason = 'no-keys'
    else return { agent, keys }
  }
  throw new HotpairError('agent-missing', { node: node.name, values: { reason, user: node.user } })
}

const identities = (agent: BaseAgent): Promise<ParsedKey[]> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('no answer'))
    }, 5000)
    agent.getIdentities((error, keys) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve((keys ?? []) as ParsedKey[])
    })
  })
