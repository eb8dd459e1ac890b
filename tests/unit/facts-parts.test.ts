import { expect, it } from 'vitest'
import { everyPart, questions, readFacts, type Part } from '../../electron/facts/collect'
import type { Session } from '../../electron/remote/session'
import { pairOf } from '../facts/healthy'

const pair = pairOf()
const [node] = pair.nodes as [(typeof pair.nodes)[number]]

/** The names of the questions that are put for some parts of the facts. */
async function askedFor(parts: readonly Part[]): Promise<string[]> {
  let sent = ''
  const run = (_: unknown, { input }: { input: string }) => {
    sent = input
    return Promise.reject(new Error('enough'))
  }
  await expect(readFacts({ run, reachedAt: null } as unknown as Session, node, pair, parts, { authSalt: 'x' })).rejects.toThrow('enough')
  return [...sent.matchAll(/^ {2}ask (\S+) /gm)].map(([, name = '']) => name.replaceAll("'", ''))
}

it('of a node only that is asked of which the wanted parts are made', async () => {
  expect(await askedFor(['interfaces', 'sshInterface'])).toEqual(['interfaces', 'managers'])
  expect(await askedFor(['lan'])).toEqual(['vipUse', 'vridsHeard'])
  expect(await askedFor(everyPart)).toEqual(Object.keys(questions(null, node, pair, true)))
})
