import { z } from 'zod'
import { readText } from '../disk/regular'
import type { PairInput } from '../domain/pair'
import type { SecretRef } from '../domain/secret'

const credentials = z.object({
  vip: z.string(),
  hosts: z.array(z.object({ name: z.string(), address: z.string() })).min(2),
  root: z.object({ password: z.string() }),
  knownHosts: z.string(),
})

export interface PracticeLab {
  readonly pair: PairInput
  readonly secrets: readonly { readonly ref: SecretRef; readonly value: string }[]
  readonly knownHosts: string
}

/**
 * The practice lab that this engine runs in (build/lab), from the file it is told by HOTPAIR_PRACTICE_LAB. Raises FileRefused
 * and the system's errors: a lab that was asked for and is not there is a mistake of whoever started the engine.
 */
export async function readPracticeLab(file: string): Promise<PracticeLab> {
  const { vip, hosts, root, knownHosts } = credentials.parse(JSON.parse(await readText(file, 1024 * 1024)))
  const nodes = hosts.slice(0, 2)
  const name = 'practice'
  return {
    pair: {
      name,
      nodes: nodes.map((host) => ({ name: host.name, address: host.address, user: 'root', auth: 'password' as const })),
      vips: [`${vip}/24`],
      vrrp: { routerId: 66 },
    },
    secrets: nodes.map((host) => ({ ref: { kind: 'password', pair: name, node: host.name }, value: root.password })),
    knownHosts,
  }
}
