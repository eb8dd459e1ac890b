import { stringify } from 'yaml'
import { z } from 'zod'
import type { Handlers } from '../contract/wire'
import type { Desk } from '../engine/desk'
import { loadPair, parsePair } from '../store/pairs'

type PairsHandlers = Pick<
  Handlers,
  `pairs.${'list' | 'save' | 'remove' | 'parse' | 'read' | 'format' | 'history' | 'changed'}` | `draft.${'list' | 'save' | 'remove'}`
>

/** What was done to a pair from this machine. */
export const historyHandler = (desk: Pick<Desk, 'historyOf'>): Pick<Handlers, 'pairs.history'> => ({
  'pairs.history': async ({ name }) => ({
    entries: (await desk.historyOf(name)).map(({ data, ...entry }) => ({
      ...entry,
      data: z
        .json()
        .catch(null)
        .parse(data ?? null),
    })),
  }),
})

/** Pairs, drafts and history that are kept on this machine. */
export const pairsHandlers = (desk: Desk): PairsHandlers => ({
  'pairs.list': async () => {
    const stored = await desk.pairs.list()
    return {
      pairs: stored.flatMap(({ name, pair, modified }) => (pair === null ? [] : [{ name, pair, saved: modified }])),
      problems: stored.flatMap(({ failure }) => failure ?? []),
    }
  },
  'pairs.save': async ({ pair }) => {
    await desk.savePair(pair)
    return {}
  },
  'pairs.remove': async ({ name }) => {
    await desk.removePair(name)
    return {}
  },
  'pairs.parse': ({ text, file }) => Promise.resolve().then(() => ({ pair: parsePair(text, file) })),
  'pairs.read': async ({ path }) => ({ pair: await loadPair(path) }),
  'pairs.format': ({ pair }) => Promise.resolve({ text: stringify(pair) }),
  ...historyHandler(desk),

  'pairs.changed': async ({ name }) => ({ changed: await desk.lastChange(name) }),

  'draft.list': async () => ({ drafts: await desk.drafts.list() }),
  'draft.save': async (draft) => {
    await desk.drafts.save(draft)
    return {}
  },
  'draft.remove': async ({ id }) => {
    await desk.removeDraft(id)
    return {}
  },
})
