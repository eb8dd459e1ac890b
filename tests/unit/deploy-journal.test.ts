import { describe, expect, it } from 'vitest'
import { parseJournalLine, parseStatus } from '../../electron/deploy/journal'

const common = { at: 1_795_362_115_400, verb: 'commit' }
const told = (...columns: readonly string[]) => parseJournalLine(['2', '1795362115400', 'commit', ...columns].join('\t'))

describe('the journal of a node', () => {
  it.each([
    [['begin', '-', 'ann@desk process 7'], { event: 'begin', text: 'ann@desk process 7' }],
    [['output', '-', 'E: no'], { event: 'output', text: 'E: no' }],
    [['do', 'write-file', '/etc/x', '12'], { event: 'do', doing: 'write-file', subject: '/etc/x', step: 12 }],
    [['unchanged', 'write-file', '/etc/x', '12'], { event: 'unchanged', doing: 'write-file', subject: '/etc/x', step: 12 }],
    [['do', 'enable-recovery'], { event: 'do', doing: 'enable-recovery', subject: '', step: null }],
    [['back', 'start-unit', 'nginx', '30'], { event: 'back', doing: 'start-unit', subject: 'nginx', step: 30 }],
    [['stuck', 'start-unit', 'nginx', '30'], { event: 'stuck', doing: 'start-unit', subject: 'nginx', step: 30 }],
    [
      ['why', 'not-running', 'keepalived.service', 'failed'],
      { event: 'why', why: { code: 'not-running', subject: 'keepalived.service', value: 'failed' } },
    ],
    [
      ['warn', 'changed-since', '/etc/x', '/var/x'],
      { event: 'warn', warning: { code: 'changed-since', subject: '/etc/x', copy: '/var/x' } },
    ],
    [
      ['failed', 'step-failed', 'check-nginx', 'nginx', '8'],
      { event: 'failed', fault: { code: 'step-failed', doing: 'check-nginx', subject: 'nginx', why: null } },
    ],
    [['failed', 'no-space'], { event: 'failed', fault: { code: 'no-space', doing: null, subject: '', why: null } }],
    [['end', 'committed'], { event: 'end', state: 'committed' }],
    [['lost', 'committing'], { event: 'lost', state: 'committing' }],
    [['end', 'melted'], { event: 'end', state: 'rollback-failed' }],
  ])('%j is read', (columns, value) => {
    expect(told(...columns)).toEqual({ ...common, ...value })
  })
  it.each([
    [['step', 'write /etc/x'], { event: 'do', doing: 'earlier', subject: 'write /etc/x', step: null }],
    [['warn', '/etc/x was changed'], { event: 'warn', warning: { code: 'earlier', subject: '/etc/x was changed', copy: '' } }],
    [['failed', 'nginx -t failed'], { event: 'failed', fault: { code: 'earlier', doing: null, subject: 'nginx -t failed', why: null } }],
    [['begin', 'ann@desk'], { event: 'begin', text: 'ann@desk' }],
    [['output', 'E: no'], { event: 'output', text: 'E: no' }],
    [['end', 'committed'], { event: 'end', state: 'committed' }],
  ])('%j of the version before formats is read', (columns, value) => {
    expect(parseJournalLine(['1795362115400', 'commit', ...columns].join('\t'))).toEqual({ ...common, ...value })
  })
  it.each([
    '',
    'hello',
    '12\tcommit\tdance\tx',
    'x\tcommit\tstep\ty',
    '\t\t\t',
    '1 2 3',
    '2',
    '2\t12\tcommit\tdance\tx',
    '2\tx\tcommit\tdo\twrite-file',
    '2\t12\tcommit\tdo\tdance\tx',
    '2\t12\tcommit\tfailed\tdance',
    '2\t12\tcommit\twhy\tdance\tx',
    '3\t12\tcommit\tdo\twrite-file\t/etc/x\t1',
  ])('passes over %j', (line) => {
    expect(parseJournalLine(line)).toBeUndefined()
  })
  it('is bounded, whatever a host writes', () => {
    const long = 'x'.repeat(1e5)
    expect(parseJournalLine(`1\tcommit\toutput\t${long}`)).toMatchObject({ text: 'x'.repeat(2000) })
    expect(told('output', '-', long)).toBeUndefined()
    expect(told('do', 'write-file', '/etc/x', '9'.repeat(400))).toMatchObject({ step: null })
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
