import { readFileSync } from 'node:fs'
import type { Pair } from '../../electron/domain/pair'
import type { Target } from '../../electron/checks/ask'
import { drill } from '../../electron/drills/drill'
import { connect } from '../../electron/remote/connect'
import { openHostKeys } from '../../electron/remote/host-keys'

/** A drill in a process of its own, so that drills.test.ts can kill it: CREDENTIALS KNOWN_HOSTS JSON. */
async function main(): Promise<void> {
  const [, , credentials = '', write = '', text = ''] = process.argv
  const given = JSON.parse(readFileSync(credentials, 'utf8')) as { root: { password: string }; ops: { password: string }; knownHosts: string }
  const { pair, targets, healAfter } = JSON.parse(text) as { pair: Pair; targets: Target[]; healAfter: number }
  const hostKeys = openHostKeys({ read: [given.knownHosts], write })
  const secrets = (ref: { node?: string }) => Promise.resolve(ref.node === 'nginx2' ? given.ops.password : given.root.password)
  const opened = await Promise.all(pair.nodes.map(async (node) => [node.name, await connect(node, pair.name, { secrets, hostKeys })] as const))
  await drill({ pair, targets, sessions: Object.fromEntries(opened), healAfter }, { kinds: ['nginx-unrestartable'] }, (event) => {
    if (event.type === 'mark') console.log(event.mark.event)
  })
}

void main()
