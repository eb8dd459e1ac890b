import { environmentName, type Account, type SecretRef, type SecretSource } from '../domain/secret'
import { ask, canAsk } from './prompt'
import type { Voice } from './wording'

/** The question for a secret. */
function questionFor(ref: SecretRef, { say }: Voice): string {
  const variable = environmentName(ref)
  return ref.kind === 'vrrp'
    ? say('ask.vrrp', { pair: ref.pair, variable })
    : say(`ask.${ref.kind}`, { node: ref.node ?? ref.pair, variable })
}

/**
 * The environment, then what is kept, then a question on the terminal. A sudo password that is not set is not asked for: the login
 * password serves, and a wrong one says so. The VRRP password is asked for only where no keychain could keep a generated one.
 */
export function commandLineSecrets(kept: SecretSource, env: Readonly<Record<string, string | undefined>>, voice: Voice): SecretSource {
  const answers = new Map<string, Promise<string | undefined>>()
  const asked = (ref: SecretRef): Promise<string | undefined> => {
    const name = environmentName(ref)
    const before = answers.get(name)
    if (before !== undefined) return before
    const answer = ask(questionFor(ref, voice), true).then((text) => (text === '' ? undefined : text))
    answers.set(name, answer)
    return answer
  }
  const stored = async (ref: SecretRef, account?: Account): Promise<string | undefined> => {
    const given = env[environmentName(ref)]
    if (given !== undefined && given !== '') return given
    return await kept(ref, account)
  }
  return async (ref, account) => {
    const value = await stored(ref, account)
    if (value !== undefined || !canAsk() || ref.kind === 'vrrp') return value
    const login: SecretRef = { ...ref, kind: 'password' }
    // the login password serves for sudo, too, when there is one
    if (ref.kind === 'sudo' && ((await stored(login, account)) !== undefined || answers.has(environmentName(login)))) return undefined
    return await asked(ref)
  }
}

/** Asks for the pair's VRRP password on the terminal; undefined without one. */
export const askVrrpPassword = async (pair: string, voice: Voice): Promise<string | undefined> => {
  if (!canAsk()) return undefined
  const text = await ask(questionFor({ kind: 'vrrp', pair }, voice), true)
  return text === '' ? undefined : text
}
