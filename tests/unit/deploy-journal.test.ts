import { describe, expect, it } from 'vitest'
import { parseJournalLine, parseStatus } from '../../electron/deploy/journal'

describe('the journal of a node', () => {
  it('is read line by line', () => {
    expect(parseJournalLine('1795362115400\tcommit\tstep\twrite /etc/keepalived/keepalived.conf')).toEqual({
      at: 1_795_362_115_400,
      verb: 'commit',
      event: 'step',
      detail: 'write /etc/keepalived/keepalived.conf',
    })
  })
  it.each(['', 'hello', '12\tcommit\tdance\tx', 'x\tcommit\tstep\ty', '\t\t\t', '1 2 3'])('passes over %j', (line) => {
    expect(parseJournalLine(line)).toBeUndefined()
  })
  it('is bounded, whatever a host writes', () => {
    expect(parseJournalLine(`1\tcommit\toutput\t${'x'.repeat(1e5)}`)?.detail.length).toBe(2000)
  })
})

describe('the status of a node', () => {
  it('is read', () => {
    const said =
      'deployment\t20261122T154134-a1b2c3\nstate\theld\nowner\tann@desk process 7\npair\tweb\nnode\tnginx1\nplan\t0123456789abcdef\nopen\tyes\n'
    expect(parseStatus('n1', said)).toEqual({
      deployment: '20261122T154134-a1b2c3',
      state: 'held',
      open: true,
      owner: 'ann@desk process 7',
      pair: 'web',
      plan: '0123456789abcdef',
    })
  })
  it('is none where nothing was ever deployed', () => {
    expect(parseStatus('n1', 'deployment\tnone\n')).toMatchObject({ deployment: '', state: 'none', open: false })
  })
  it('needs a person when it is a word that is not known', () => {
    expect(parseStatus('n1', 'deployment\t20261122T154134-a1b2c3\nstate\tmelted\n').state).toBe('rollback-failed')
  })
})
