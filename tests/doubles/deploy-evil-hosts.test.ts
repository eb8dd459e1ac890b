import fc from 'fast-check'
import { beforeEach, describe, expect, it, test, vi } from 'vitest'
import type { Call } from '../../electron/contract/wire'
import { journalOf } from '../../electron/deploy/journal-of'
import { NodeLink } from '../../electron/deploy/node-link'
import { deploymentName } from '../../electron/domain/deployment-name'
import { HotpairError } from '../../electron/domain/failure'
import { finishPair, statusOfPair, undoPair } from '../../electron/engine/deployments'
import type { Engine } from '../../electron/engine/connections'
import type { Session } from '../../electron/remote/session'
import { evilNames } from '../evil'
import { answersTo, pulseAnswer } from '../facts/answering'
import { factsOf, pairOf } from '../facts/healthy'

/**
 * nginx1 says what it likes, nginx2 is honest. What nginx1 says must be in no command on any host: everything above the connection is the
 * real thing, facts are read by tests/facts.
 */

type Answer = (command: string) => string
let answers: Record<string, Answer>
const commands: Record<string, string[]> = {}

vi.mock('../../electron/remote/connect', () => ({
  connect: (node: { name: string }) => Promise.resolve(session(node.name)),
}))
vi.mock('../../electron/facts/collect', () => ({
  everyPart: [],
  readFacts: (_session: unknown, node: { name: string }) => Promise.resolve(factsOf(node.name === 'nginx1' ? 1 : 2)),
}))

const session = (node: string): Session => ({
  node,
  channels: 0,
  reachedAt: null,
  close: () => Promise.resolve(),
  run: (command, options) => {
    commands[node]?.push(command.text)
    const said = (text: string) => answers[node]?.(text) ?? ''
    // what `status` says, as its files would say it
    const hotpair = () => {
      const [text, link] = [said('status'), said('status').includes('open\tyes') ? 'open' : 'last']
      return text.replace(/^([a-z]+)\t/gm, `${link}.$1=`)
    }
    const input = typeof options?.input === 'string' ? options.input : ''
    const stdout = command.text === 'sh -s' ? answersTo(input, pulseAnswer({ addresses: [], hotpair: hotpair() })) : said(command.text)
    for (const line of stdout.split('\n')) options?.onLine?.(line)
    return Promise.resolve({ stdout, stderr: '', status: 0 })
  },
})

const pair = pairOf()
// no part of an evil one
const honest = '20251001T080706-0f0f0f'
const said = (values: Record<string, string>) =>
  Object.entries({ deployment: honest, state: 'confirmed', owner: 'ann@desk process 7', pair: 'web', plan: '0123456789abcdef', ...values })
    .map(([key, value]) => `${key}\t${value}\n`)
    .join('')
const engine = {
  hostKeys: () => ({}),
  owner: 'me@here process 1',
  record: () => Promise.resolve(),
  connections: null,
} as unknown as Engine
const call: Call = { signal: new AbortController().signal, giveUp: new AbortController().signal, emit: () => undefined }
const links = () =>
  pair.nodes.map(
    (node) =>
      new NodeLink(
        node,
        (each) => Promise.resolve(session(each.name)),
        () => undefined,
      ),
  )
const failure = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof HotpairError)) throw new Error('it did not fail as expected', { cause: error })
  return error.failure
}
const isGood = /(^|\/|[ ])[0-9]{8}T[0-9]{6}-[0-9a-f]{6}$/
/** Cut off at its line break it is a name like any other. */
const isNameAtFirst = /^20261122T154134-a1b2c3\n/
/** Nothing of it in any command: neither as it was said nor up to its first line break. */
const reached = (text: string): string[] => {
  const pieces = [text, ...text.split('\n')].filter((piece) => piece.length > 3)
  return Object.values(commands)
    .flat()
    .filter((command) => pieces.some((piece) => command.includes(piece)))
}

beforeEach(() => {
  commands['nginx1'] = []
  commands['nginx2'] = []
  answers = { nginx1: () => said({}), nginx2: () => said({}) }
})

describe.each(evilNames.filter((name) => !isNameAtFirst.test(name)))('a node that says %j', (evil) => {
  it.each([
    ['status', () => statusOfPair(engine, { pair, urgent: true }, call), { fact: 'hotpairState' }],
    [
      'finish',
      () => finishPair(engine, { pair, force: false }, call),
      { fact: 'status.deployment', reason: 'unexpected', detail: 'expected the name of a deployment' },
    ],
    ['finish --force', () => finishPair(engine, { pair, force: true }, call), { fact: 'status.deployment' }],
  ])('%s: the failure is its own, the other is shown', async (_, ask, values) => {
    answers['nginx1'] = () => said({ deployment: evil, open: 'yes' })
    const { nodes } = await ask()
    expect(nodes['nginx1']).toMatchObject({
      reachable: false,
      failure: {
        kind: 'fact-unreadable',
        node: 'nginx1',
        values,
      },
    })
    expect(nodes['nginx2']).toMatchObject({ reachable: true, deployment: { deployment: honest } })
    expect(reached(evil)).toEqual([])
  })

  test('undo: refused by its name before anything is done', async () => {
    answers['nginx1'] = () => said({ deployment: evil })
    expect(await failure(undoPair(engine, { pair }, call))).toMatchObject({ kind: 'fact-unreadable', node: 'nginx1', hosts: 'unchanged' })
    expect(reached(evil)).toEqual([])
    expect(
      Object.values(commands)
        .flat()
        .filter((command) => / (undo|detach) /.test(command)),
    ).toEqual([])
  })

  test('resuming: a name said later counts as no answer', async () => {
    // open by a good name, and another one when it is asked for that
    answers['nginx1'] = (command) => said(command.includes(`status ${honest}`) ? { deployment: evil } : { open: 'yes', state: 'held' })
    answers['nginx2'] = () => said({ open: 'yes', state: 'held' })
    const { finished } = await finishPair(engine, { pair, force: true }, call)
    expect(finished).toEqual({ deployment: honest, decision: 'wait' })
    expect(reached(evil)).toEqual([])
  })

  test('journals: null for that node, lines of the other', async () => {
    answers['nginx1'] = () => said({ deployment: evil })
    answers['nginx2'] = (command) => (command.includes('tail') ? '1\tcommit\tstep\tx' : said({}))
    const all = await journalOf(links(), deploymentName.parse(honest))
    expect(all['nginx1']).toBeNull()
    expect(all['nginx2']?.lines).toHaveLength(1)
    expect(reached(evil)).toEqual([])
  })

  test('a lock: the failure names node and fact', async () => {
    const [link] = links()
    answers['nginx1'] = () => `locked\tdeployments/${evil.split(/[\n\t]/)[0] ?? ''}x\tann@desk process 7`
    const work = link!.verb(deploymentName.parse(honest), 'undo', { deadline: 0 })
    expect(await failure(work)).toMatchObject({ kind: 'fact-unreadable', node: 'nginx1', values: { fact: 'lock.deployment' } })
  })
})

test.each([
  ['owner', 'ann\u001b[2J'],
  ['owner', 'x'.repeat(501)],
  ['pair', '$(reboot)'],
  ['plan', '../x'],
])('a status whose %s is %j is unreadable', async (key, value) => {
  answers['nginx1'] = () => said({ [key]: value })
  const finished = await finishPair(engine, { pair, force: false }, call)
  expect(finished.nodes['nginx1']).toMatchObject({ failure: { kind: 'fact-unreadable', values: { fact: `status.${key}` } } })
  expect(finished.nodes['nginx2']).toMatchObject({ reachable: true })
  const { nodes } = await statusOfPair(engine, { pair, urgent: true }, call)
  expect(nodes['nginx1']).toMatchObject({ failure: { kind: 'fact-unreadable', values: { fact: 'hotpairState' } } })
  expect(nodes['nginx2']).toMatchObject({ reachable: true })
})

test('whatever a node says, the commands on the other are those of honest nodes', async () => {
  const evil = fc.oneof(fc.constantFrom(...evilNames), fc.string({ unit: 'binary', maxLength: 200 }))
  await fc.assert(
    fc.asyncProperty(evil, fc.constantFrom('deployment', 'state', 'open', 'owner', 'pair', 'plan'), async (text, key) => {
      commands['nginx2'] = []
      answers['nginx1'] = () => said({ open: 'yes', [key]: text })
      answers['nginx2'] = () => said({ open: 'yes' })
      for (const work of [finishPair(engine, { pair, force: false }, call), statusOfPair(engine, { pair, urgent: true }, call)])
        await work.catch((error: unknown) => {
          if (!(error instanceof HotpairError)) throw error
        })
      const names = commands['nginx2'].flatMap((command) => command.match(/deployments\/[^/]*|status \S+|rollback \S+|confirm \S+/g) ?? [])
      expect(names.filter((name) => !isGood.test(name) && !/^status (''|;)/.test(name))).toEqual([])
    }),
    { numRuns: 25 },
  )
})
