import { randomBytes } from 'node:crypto'
import { HotpairError, type KeychainProblem } from '../domain/failure'
import { nodeSecrets, type SecretRef } from '../domain/secret'

/** Secrets at rest: in the system's keychain, or in memory for this session. Never in a file. */
export interface Keychain {
  /** False: secrets live until the program ends. The faces must say so. */
  readonly available: boolean
  /** Why it is not available; its sentence is that reason of failure keychain. */
  readonly problem: KeychainProblem | null
  /** undefined: there is none. */
  get(ref: SecretRef): Promise<string | undefined>
  /** An empty value forgets. */
  set(ref: SecretRef, value: string): Promise<void>
  forget(ref: SecretRef): Promise<void>
  forgetPair(pair: string): Promise<void>
  /** All entries of the pair, in no order; also of a pair that was never finished. */
  refsOf(pair: string): Promise<SecretRef[]>
}

/** The part of keytar that is used. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
  findCredentials(service: string): Promise<{ account: string; password: string }[]>
}

const service = 'hotpair'
/** ms for any single call: a locked keychain may wait for a person at a screen that nobody sees. */
const limit = 3000

/** `<pair>/<node>/<kind>`, with `/<account>` when it is for that one alone; or `<pair>/vrrp` for the pair's own. */
export const accountOf = ({ pair, node, kind, at }: SecretRef): string =>
  [pair, ...(node === undefined ? [] : [node]), kind, ...(at === undefined ? [] : [at])].join('/')

/** The way back; none for what this version does not know. */
function refIn(account: string): SecretRef[] {
  const [pair = '', node = '', third, at] = account.split('/')
  if (third === undefined) return node === 'vrrp' ? [{ kind: node, pair }] : []
  return nodeSecrets.flatMap((kind) => (kind === third ? [{ kind, pair, node, ...(at === undefined ? {} : { at }) }] : []))
}
const refsIn = (pair: string, accounts: readonly string[]): SecretRef[] => accounts.flatMap(refIn).filter((ref) => ref.pair === pair)

/**
 * Opens the system's keychain and proves that it works by storing, reading and removing an entry. Never throws: when it does not work, the
 * keychain returned keeps secrets in memory and says why. Its calls raise failure `keychain` (values: reason) when the keychain goes away later.
 */
export async function openKeychain(load: () => Promise<Keytar> = loadKeytar, wait: number = limit): Promise<Keychain> {
  let keytar: Keytar
  try {
    keytar = await load()
  } catch {
    return inMemory('no-library')
  }
  // No pair's name has a dot.
  const account = `.probe/${randomBytes(8).toString('hex')}`
  const value = randomBytes(8).toString('hex')
  try {
    const probe = async (): Promise<boolean> => {
      await keytar.setPassword(service, account, value)
      const read = await keytar.getPassword(service, account)
      await keytar.deletePassword(service, account)
      return read === value
    }
    return (await within(probe(), wait)) ? inSystem(keytar, wait) : inMemory('other')
  } catch (error) {
    return inMemory(problemOf(error))
  }
}

const loadKeytar = async (): Promise<Keytar> => {
  const loaded = (await import('keytar')) as Keytar & { default?: Keytar }
  return loaded.default ?? loaded
}

function inSystem(keytar: Keytar, wait: number): Keychain {
  const call = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await within(work, wait)
    } catch (error) {
      throw new HotpairError('keychain', { values: { reason: problemOf(error) }, cause: error })
    }
  }
  const forget = async (account: string): Promise<void> => {
    await call(keytar.deletePassword(service, account))
  }
  return {
    available: true,
    problem: null,
    get: async (ref) => (await call(keytar.getPassword(service, accountOf(ref)))) ?? undefined,
    set: (ref, value) => (value === '' ? forget(accountOf(ref)) : call(keytar.setPassword(service, accountOf(ref), value))),
    forget: (ref) => forget(accountOf(ref)),
    async forgetPair(pair) {
      const entries = await call(keytar.findCredentials(service))
      for (const { account } of entries) if (account.startsWith(`${pair}/`)) await forget(account)
    },
    refsOf: async (pair) =>
      refsIn(
        pair,
        (await call(keytar.findCredentials(service))).map(({ account }) => account),
      ),
  }
}

/** For this session only. */
function inMemory(problem: KeychainProblem): Keychain {
  const values = new Map<string, string>()
  return {
    available: false,
    problem,
    get: (ref) => Promise.resolve(values.get(accountOf(ref))),
    set: (ref, value) => {
      if (value === '') values.delete(accountOf(ref))
      else values.set(accountOf(ref), value)
      return Promise.resolve()
    },
    forget: (ref) => {
      values.delete(accountOf(ref))
      return Promise.resolve()
    },
    forgetPair: (pair) => {
      for (const account of [...values.keys()]) if (account.startsWith(`${pair}/`)) values.delete(account)
      return Promise.resolve()
    },
    refsOf: (pair) => Promise.resolve(refsIn(pair, [...values.keys()])),
  }
}

class NoAnswer extends Error {}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  // It may still fail after nobody listens any more.
  work.catch(() => undefined)
  let timer: NodeJS.Timeout | undefined
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new NoAnswer())
        }, ms)
      }),
    ])
  } finally {
    clearTimeout(timer)
  }
}

/** From what libsecret, Keychain Services and the Credential Manager say. */
function problemOf(error: unknown): KeychainProblem {
  if (error instanceof NoAnswer) return 'no-answer'
  const message = error instanceof Error ? error.message : String(error)
  if (/locked|dismissed|not unlocked|user name or passphrase|interaction is not allowed/i.test(message)) return 'locked'
  if (/\/(aliases|collection)\//i.test(message)) return 'no-collection'
  if (/org\.freedesktop\.secrets|ServiceUnknown|not provided by any|activat/i.test(message)) return 'no-service'
  if (/d-?bus|autolaunch|could not connect|connection refused|no such file|cannot spawn a message bus/i.test(message)) return 'no-bus'
  return 'other'
}
