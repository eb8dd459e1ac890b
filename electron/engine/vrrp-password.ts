import { randomInt } from 'node:crypto'
import { HotpairError } from '../domain/failure'
import type { PairFacts } from '../domain/node-facts'
import type { Pair } from '../domain/pair'
import { environmentName, isVrrpPassword, type SecretRef } from '../domain/secret'
import type { WantedAuth } from '../plan/steps'
import { vrrpAuthDigest } from '../plan/vrrp-auth'
import type { Engine } from './connections'

const refOf = (pair: Pair): SecretRef => ({ kind: 'vrrp', pair: pair.name })

/** The digest that all nodes have, when they have the same; else null. */
function common(pair: Pair, facts: PairFacts): string | null {
  const digests = pair.nodes.map((node) => facts[node.name]?.vrrpAuth?.digest ?? null)
  const [first = null] = digests
  return digests.every((digest) => digest === first) ? first : null
}

/** A password that keepalived takes, or failure secret-missing. */
function usable(password: string | undefined): string | undefined {
  if (password !== undefined && !isVrrpPassword(password)) throw wanted('vrrp-unusable')
  return password
}
const wanted = (reason: 'vrrp-unusable' | 'no-keychain') =>
  new HotpairError('secret-missing', { values: { reason, variable: environmentName({ kind: 'vrrp', pair: '' }) } })

const known = async (engine: Engine, pair: Pair): Promise<string | undefined> => usable(await engine.secrets(refOf(pair)))

/** What the plan compares the nodes with. A password that is not known yet differs from any, unless all nodes have the same. */
export async function wantedAuth(engine: Engine, pair: Pair, facts: PairFacts): Promise<WantedAuth> {
  if (pair.vrrp.version !== 2) return 'keep'
  const password = await known(engine, pair)
  if (password !== undefined) return { digest: vrrpAuthDigest(engine.authSalt, password) }
  return common(pair, facts) === null ? { digest: '' } : 'keep'
}

/** 8 characters of 62: about 47 bits, all that auth_pass takes. */
function generated(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')
}

/**
 * The password to deliver, or null when the one on the hosts stays. Generates one and keeps it in the keychain; without a keychain
 * raises secret-missing, which names the variable to set.
 */
export async function passwordToDeliver(engine: Engine, pair: Pair, facts: PairFacts): Promise<string | null> {
  if (pair.vrrp.version !== 2) return null
  const password = await known(engine, pair)
  if (password !== undefined) return password
  if (common(pair, facts) !== null) return null
  if (engine.keep === null) {
    const asked = usable(await engine.askVrrpPassword?.(pair.name))
    if (asked === undefined) throw wanted('no-keychain')
    return asked
  }
  const fresh = generated()
  await engine.keep(refOf(pair), fresh)
  return fresh
}
