import { expect, it } from 'vitest'
import { NodeLink } from '../../electron/deploy/node-link'
import { deploymentName } from '../../electron/domain/deployment-name'
import { pairOf } from '../facts/healthy'

/** How a verb ended, by what is heard of it. */
const endOf = async (...lines: readonly string[]) => {
  const [node] = pairOf().nodes
  if (node === undefined) throw new TypeError('a pair has nodes')
  const link = new NodeLink(
    node,
    () =>
      Promise.resolve({
        node: node.name,
        channels: 0,
        reachedAt: null,
        run: (_command, options) => {
          for (const line of lines) options?.onLine?.(line)
          return Promise.resolve({ stdout: '', stderr: '', status: 0 })
        },
        close: () => Promise.resolve(),
      }),
    () => undefined,
  )
  return await link.verb(deploymentName.parse('20260101T000001-00000d'), 'prepare', { deadline: 0 })
}

it('says that a verb was killed, and that the disk was full when that is all that is known', async () => {
  expect(await endOf('2\t1\tprepare\tbegin\t-\tann', '', '2\t2\tprepare\tlost\tpreparing')).toMatchObject({
    state: 'preparing',
    fault: { code: 'killed', why: null },
  })
  expect(await endOf('2\t2\tprepare\twhy\tno-space\t/var/lib', '2\t2\tprepare\tlost\tpreparing')).toMatchObject({
    fault: { code: 'killed', why: { code: 'no-space', subject: '/var/lib' } },
  })
})
