import { describe, expect, test } from 'vitest'
import { NodeLink } from '../../electron/deploy/node-link'
import { resume } from '../../electron/deploy/resume'
import { rollbackAll } from '../../electron/deploy/rollback'
import { undo } from '../../electron/deploy/undo'
import { deploymentName } from '../../electron/domain/deployment-name'
import { HotpairError } from '../../electron/domain/failure'
import type { Session } from '../../electron/remote/session'
import { pairOf } from '../facts/healthy'

/** A node that tells where it stands, and whose verbs begin and then say nothing: whoever gives up waiting must not wait for its 20 minutes. */
const id = deploymentName.parse('20260101T000000-abcdef')
function silent(state: string, open: boolean): { link: NodeLink; began: Promise<void> } {
  let begin = (): void => undefined
  const began = new Promise<void>((resolve) => {
    begin = resolve
  })
  const session: Session = {
    node: 'nginx1',
    channels: 0,
    reachedAt: null,
    close: () => Promise.resolve(),
    run: (command, options) => {
      if (command.text.includes(' detach ')) {
        begin()
        return new Promise((_, reject) => {
          options?.signal?.addEventListener('abort', () => reject(new HotpairError('cancelled', { node: 'nginx1' })))
        })
      }
      const stdout = `deployment\t${id}\nstate\t${state}\nowner\tby hand, root\npair\tweb\nplan\t0123456789abcdef\n${open ? 'open\tyes\n' : ''}`
      return Promise.resolve({ stdout, stderr: '', status: 0 })
    },
  }
  const [node] = pairOf().nodes
  return {
    link: new NodeLink(
      node!,
      () => Promise.resolve(session),
      () => undefined,
    ),
    began,
  }
}
const report = (): void => undefined

describe('giving up ends the waiting for a node that says nothing', () => {
  test('in a rollback', async () => {
    const { link, began } = silent('committed', true)
    const stop = new AbortController()
    const work = rollbackAll([link], id, Date.now() + 60_000, report, stop.signal)
    await began
    stop.abort()
    expect(await work).toMatchObject({ nginx1: { state: 'unreachable' } })
  }, 3000)

  test('in an undo', async () => {
    const { link, began } = silent('confirmed', false)
    const stop = new AbortController()
    const work = undo([link], 'web', { nginx1: await link.status(id) }, [], report, stop.signal)
    await began
    stop.abort()
    await expect(work).rejects.toMatchObject({ failure: { kind: 'undo-failed', hosts: 'look' } })
  }, 3000)

  test('when what was left open is finished', async () => {
    const { link, began } = silent('committed', true)
    const stop = new AbortController()
    const work = resume([link], { nginx1: await link.status(id) }, { force: true, report, stop: stop.signal })
    await began
    stop.abort()
    await expect(work).rejects.toMatchObject({ failure: { kind: 'rollback-failed', hosts: 'look' } })
  }, 3000)
})
