import type { Pair } from '../domain/pair'
import { commitOrder, type Plan } from '../domain/plan'
import { paths, stateFolder } from '../domain/paths'
import { firstVip } from '../domain/vip'
import { settleSeconds } from '../domain/vrrp-times'

/** What lies beside exported bundles: how to do by hand what Deploy does. Says where the VRRP password goes; it is not in the export. */
export function byHand(pair: Pair, plan: Plan): string {
  const order = commitOrder(plan)
  const password = pair.vrrp.version === 2
  const [first = '', ...others] = order
  const copies = order.map(
    (node) => `    scp -r ${node} root@${pair.nodes.find((each) => each.name === node)?.address ?? node}:hotpair-${node}`,
  )
  return `Hotpair bundles of pair ${pair.name}, plan ${plan.id}

One folder per node: plan (what will be done, in order, and how it is taken back), hotpair.sh, which does it, steps/ and files/ that it uses,
manifest.json (the same for programs) and SHA256SUMS.
These are the bytes that "hotpair deploy" sends. Run as root; each command says what it does and can be repeated.

1. Copy each folder to its node:

${copies.join('\n')}

2. On every node (nothing in service changes; it backs up, installs what is missing and validates):

    sh hotpair-NODE/hotpair.sh prepare
${
  password
    ? `
   It asks for the VRRP password: 1 to 8 of A-Z a-z 0-9 _ . + = -, the same on every node. It is not in this export. It is
   kept in ${paths.vrrpAuth} alone (mode 0600). From a script: printf '%s\\n' "$PASSWORD" | sh hotpair.sh prepare
`
    : ''
}
3. On ${first} first. It takes ${pair.vips.join(', ')}; look with "ip -br addr" before you go on:

    sh hotpair-${first}/hotpair.sh commit

   Then on ${others.join(', then on ')} the same. From here on each node has 15 minutes: it goes back by itself unless it is told to hold.

4. Wait ${String(Math.ceil(settleSeconds(pair.vrrp)))} seconds: a node that does not hear the other takes the VIP only then. When it answers (curl http://${firstVip(pair).address}/) and exactly one node has it, on every node:

    sh hotpair-NODE/hotpair.sh hold

   and when all of them hold, on every node:

    sh hotpair-NODE/hotpair.sh confirm

To go back before confirm: "rollback" in the place of "hold", on every node. After confirm: sh ${stateFolder}/last/bundle/hotpair.sh undo
`
}
