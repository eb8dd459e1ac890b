import type { Handlers } from '../contract/wire'
import type { SecretRef } from '../domain/secret'
import type { Desk } from '../engine/desk'

/** Optional keys that are absent, not undefined. */
const refOf = (ref: { kind: SecretRef['kind']; pair: string; node?: string | undefined }): SecretRef => ({
  kind: ref.kind,
  pair: ref.pair,
  ...(ref.node === undefined ? {} : { node: ref.node }),
})

export const secretHandlers = (desk: Desk): Pick<Handlers, `secret.${'set' | 'state' | 'reuse' | 'forget' | 'rename'}`> => ({
  'secret.set': async ({ ref, value, remember }) => {
    await desk.setSecret(refOf(ref), value, remember)
    return {}
  },
  'secret.state': async ({ pair }) => ({ secrets: await desk.secrets.stateOf(pair) }),
  'secret.reuse': async ({ from, to }) => {
    await desk.reuseSecrets(from, to.pair, to.node)
    return { secrets: await desk.secrets.stateOf(to.pair) }
  },
  'secret.forget': async ({ pair, node }) => {
    await desk.forgetSecrets(pair, node)
    return {}
  },
  'secret.rename': async ({ from, to }) => {
    await desk.renameSecret(refOf(from), refOf(to))
    return {}
  },
})
