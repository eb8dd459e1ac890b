import { describe, expect, it } from 'vitest'
import { drillKinds } from '../../electron/domain/drill'
import { kindsFrom } from '../../electron/domain/soak'
import { Audit } from '../../electron/drills/audit'
import type { Session } from '../../electron/remote/session'

const first = (seed: number, count: number): string[] => {
  const kinds = kindsFrom(seed)
  return Array.from({ length: count }, () => kinds.next().value)
}

describe('the drills of a soak', () => {
  it('are the same with the same seed, and others with another', () => {
    expect(first(7, 50)).toEqual(first(7, 50))
    expect(first(7, 50)).not.toEqual(first(8, 50))
  })
  it('leave none out', () => {
    expect(new Set(first(1, 400))).toEqual(new Set(drillKinds))
  })
})

describe('the look at every node', () => {
  const digest = (letter: string): string => letter.repeat(64)
  /** A node that says one answer after another. */
  const audit = (...answers: (string | Error)[]): Audit => {
    const session: Session = {
      node: 'n1',
      channels: 0,
      reachedAt: null,
      close: () => Promise.resolve(),
      run: () => {
        const answer = answers.shift()
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ stdout: answer ?? '', stderr: '', status: 0 })
      },
    }
    return new Audit({ n1: session })
  }
  const conf = '/etc/keepalived/keepalived.conf'

  it('finds what a drill left behind, and what keepalived complained of', async () => {
    const said = 'leftover hotpair-drill-ab12-heal.timer\ncomplaint (VI_1) received an invalid passwd!\u001b[31m\nsomething else\n'
    expect(await audit(said).look(5)).toEqual([
      { node: 'n1', what: 'leftover', text: 'hotpair-drill-ab12-heal.timer' },
      { node: 'n1', what: 'complaint', text: '(VI_1) received an invalid passwd! [31m' },
    ])
  })
  it('finds a file that is another than at first, or gone, and none of others', async () => {
    const [a, b] = [`file ${digest('a')}  ${conf}\n`, `file ${digest('b')}  ${conf}\nfile ${digest('c')}  /etc/shadow\n`]
    const node = audit(a, a, b, '')
    expect(await node.look(1)).toEqual([])
    expect(await node.look(1)).toEqual([])
    const changed = [{ node: 'n1', what: 'changed-file', text: conf }]
    expect(await node.look(1)).toEqual(changed)
    expect(await node.look(1)).toEqual(changed)
  })
  it('says that a node could not be looked at', async () => {
    expect(await audit(new Error('gone')).look(1)).toEqual([{ node: 'n1', what: 'not-audited', text: '' }])
  })
})
