import { stringify } from 'yaml'
import { z } from 'zod'
import type { Handlers } from '../contract/wire'
import type { openDrafts } from '../store/documents'
import type { Records } from '../store/audit'
import { loadPair, parsePair, type PairStore } from '../store/pairs'
import type { Secrets } from './secrets'

type PairsHandlers = Pick<
  Handlers,
  | 'pairs.list'
  | 'pairs.save'
  | 'pairs.remove'
  | 'pairs.parse'
  | 'pairs.read'
  | 'pairs.format'
  | 'pairs.history'
  | 'pairs.changed'
  | 'draft.list'
  | 'draft.save'
  | 'draft.remove'
>

/** How many deployments and drills the pair page shows. */
const shownHistory = 100

/** Pairs, drafts and history that are kept on this machine. */
export const pairsHandlers = (
  pairs: PairStore,
  drafts: ReturnType<typeof openDrafts>,
  records: Records,
  secrets: Secrets,
  /** Pairs whose secrets stay, whatever is removed: the practice lab's. */
  keptPairs: readonly string[] = [],
): PairsHandlers => ({
  'pairs.list': async () => {
    const stored = await pairs.list()
    return {
      pairs: stored.flatMap(({ name, pair, modified }) => (pair === null ? [] : [{ name, pair, saved: modified }])),
      problems: stored.flatMap(({ failure }) => failure ?? []),
    }
  },
  'pairs.save': async ({ pair }) => {
    await pairs.save(pair)
    return {}
  },
  'pairs.remove': async ({ name }) => {
    await pairs.remove(name)
    if (!keptPairs.includes(name)) await secrets.forgetPair(name)
    return {}
  },
  'pairs.parse': ({ text, file }) => Promise.resolve().then(() => ({ pair: parsePair(text, file) })),
  'pairs.read': async ({ path }) => ({ pair: await loadPair(path) }),
  'pairs.format': ({ pair }) => Promise.resolve({ text: stringify(pair) }),
  'pairs.history': async ({ name }) => ({
    entries: (await records.history(name, shownHistory)).map(({ data, ...entry }) => ({
      ...entry,
      data: z
        .json()
        .catch(null)
        .parse(data ?? null),
    })),
  }),

  'pairs.changed': async ({ name }) => ({
    changed: (await records.history(name, shownHistory)).find(({ kind }) => kind !== 'verification')?.time ?? null,
  }),

  'draft.list': async () => ({ drafts: await drafts.list() }),
  'draft.save': async (draft) => {
    await drafts.save(draft)
    return {}
  },
  // A finished draft is a pair by now; one that is discarded takes its passwords with it.
  'draft.remove': async ({ id }) => {
    const name = (await drafts.list()).find((draft) => draft.id === id)?.name.trim()
    await drafts.remove(id)
    if (name === undefined || keptPairs.includes(name)) return {}
    const named = [...(await pairs.list()).map((pair) => pair.name), ...(await drafts.list()).map((draft) => draft.name.trim())]
    if (!named.includes(name)) await secrets.forgetPair(name)
    return {}
  },
})
