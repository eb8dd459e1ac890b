import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { PairInput } from '../../../electron/domain/pair'
import type { Operator } from './cli'
import type { Credentials } from './lab'

export const names = ['nginx1', 'nginx2'] as const
export const vrrpPassword = 'vP+7.x_Q'

/** How the two nodes are reached. */
export type Access = 'root-password' | 'root-key' | 'sudo' | 'every-secret'

type NodeInput = PairInput['nodes'][number]

function nodesOf(given: Credentials, access: Access): { nodes: NodeInput[]; secrets: Record<string, string> } {
  const node = (i: 0 | 1, more: Partial<NodeInput>): NodeInput => ({ name: names[i], address: given.hosts[i]?.address ?? '', ...more })
  switch (access) {
    case 'root-password':
      return {
        nodes: [node(0, {}), node(1, {})],
        secrets: { HOTPAIR_PASSWORD_NGINX1: given.root.password, HOTPAIR_PASSWORD_NGINX2: given.root.password },
      }
    case 'root-key':
      return {
        nodes: [node(0, { auth: 'key', keyFile: given.key }), node(1, { auth: 'key', keyFile: given.keyWithPassphrase })],
        secrets: { HOTPAIR_PASSPHRASE_NGINX2: given.passphrase },
      }
    case 'sudo':
      return {
        nodes: [
          node(0, { user: 'ops', auth: 'key', keyFile: given.key, sudo: 'password' }),
          node(1, { user: 'deploy', sudo: 'nopassword' }),
        ],
        secrets: { HOTPAIR_SUDO_NGINX1: given.ops.password, HOTPAIR_PASSWORD_NGINX2: given.deploy.password },
      }
    case 'every-secret':
      return {
        nodes: [
          node(0, { user: 'ops', auth: 'key', keyFile: given.keyWithPassphrase, sudo: 'password' }),
          node(1, { user: 'ops', sudo: 'password' }),
        ],
        secrets: {
          HOTPAIR_PASSPHRASE_NGINX1: given.passphrase,
          HOTPAIR_SUDO_NGINX1: given.ops.password,
          HOTPAIR_PASSWORD_NGINX2: given.ops.password,
        },
      }
  }
}

/** A pair file in a folder of its own, with the operator who uses it. */
export interface Desk {
  readonly operator: Operator
  readonly folder: string
  readonly file: string
  /** Writes the pair file anew. */
  readonly write: (more: PairSettings) => void
  readonly remove: () => void
}

export type PairSettings = Omit<Partial<PairInput>, 'vrrp'> & { readonly vrrp?: Partial<PairInput['vrrp']> }

/** A fresh configuration folder and pair file: the defaults, changed by `more`. */
export function desk(given: Credentials, more: PairSettings = {}, access: Access = 'root-password'): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'hotpair-lab-'))
  const file = join(folder, 'pair.yaml')
  const { nodes, secrets } = nodesOf(given, access)
  const write = ({ vrrp, ...settings }: PairSettings): void => {
    const pair: PairInput = { name: 'web', nodes, vips: [`${given.vip}/24`], vrrp: { routerId: 66, ...vrrp }, ...settings }
    writeFileSync(file, stringify(pair))
  }
  write(more)
  return {
    operator: { folder, knownHosts: given.knownHosts, secrets: { ...secrets, HOTPAIR_VRRP_PASSWORD: vrrpPassword } },
    folder,
    file,
    write,
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
