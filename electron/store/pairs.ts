import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Document, isNode, Lexer, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { readText } from '../disk/regular'
import { fileReason, HotpairError } from '../domain/failure'
import type { Failure } from '../domain/failure'
import { pairName, pairSchema } from '../domain/pair'
import { issuesOf } from '../domain/pair-issue'
import type { Pair, PairInput } from '../domain/pair'
import { storePaths } from './folder'
import { migrate, pairVersion } from './migrations'
import { writeAtomically } from './write'

/**
 * More is no pair file: bytes, words and marks (one of eight nodes, all settings and a comment on each line has 1,500), and levels. What is
 * less is read in a moment, which could not be said of the keys, brackets and aliases that a megabyte has room for.
 */
const largest = { bytes: 256 * 1024, tokens: 8000, levels: 30 }
/** Issues that are told one by one. */
const mostIssues = 20

/**
 * Reads a pair from a YAML or JSON file. Raises pair-unreadable (values: file, reason, detail, line) when there is no such file or it is neither,
 * and pair-invalid (values: file, issues: each with its path and line, and how many more there are).
 */
export async function loadPair(file: string): Promise<Pair> {
  return parsePair(await readPairFile(file), file)
}

/** The same for a text; `file` is its name in failures. */
export function parsePair(text: string, file: string): Pair {
  const { value, lineOf } = readDocument(text, file)
  const result = pairSchema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  throw invalid(file, result.error.issues, lineOf)
}

function invalid(file: string, issues: readonly z.core.$ZodIssue[], lineOf: (path: Path) => number | undefined): HotpairError {
  // Only what is shown is looked up.
  const all = issues.flatMap(issuesOf)
  const told = all.slice(0, mostIssues).map(({ path, ...issue }) => ({
    ...issue,
    path: path.map(String).join('.').slice(0, 200),
    line: lineOf(path) ?? null,
  }))
  return new HotpairError('pair-invalid', { values: { file, issues: told, more: all.length - told.length } })
}

/** What the store knows of a saved pair. A file that cannot be read has a failure in place of its content. */
export interface StoredPair {
  readonly name: string
  readonly file: string
  /** ISO 8601, UTC */
  readonly modified: string
  readonly pair: Pair | null
  readonly failure: Failure | null
}

export interface PairStore {
  /** By name; raises as loadPair does. */
  load(name: string): Promise<Pair>
  /** Checks and writes `pairs/<name>.yaml`; returns its path. Raises pair-invalid, store-failed. */
  save(pair: PairInput): Promise<string>
  /** The most recently changed first. */
  list(): Promise<StoredPair[]>
  /** Removes the copy; history and secrets stay. */
  remove(name: string): Promise<void>
}

export function openPairs(folder: string): PairStore {
  const { pairs } = storePaths(folder)
  const fileOf = (name: string): string => {
    // The name becomes a path.
    if (!pairName.safeParse(name).success) throw new HotpairError('pair-unreadable', { values: { file: name, reason: 'name' } })
    return join(pairs, `${name}.yaml`)
  }
  return {
    load: async (name) => await loadPair(fileOf(name)),
    async save(pair) {
      const checked = pairSchema.safeParse(pair, { reportInput: true })
      if (!checked.success) throw invalid(pair.name, checked.error.issues, () => undefined)
      const file = fileOf(pair.name)
      // As it was given, not with defaults filled in: a default may depend on what is changed next.
      await savePairFile(file, new Document({ version: pairVersion, ...pair }).toString({ lineWidth: 120 }))
      return file
    },
    async list() {
      const names = await readdir(pairs).catch(() => [])
      const found = await Promise.all(
        names.filter((name) => /^[^.].*\.yaml$/.test(name)).map((name) => stored(join(pairs, name), name.replace(/\.yaml$/, ''))),
      )
      return found.sort((a, b) => b.modified.localeCompare(a.modified))
    },
    async remove(name) {
      await rm(fileOf(name), { force: true })
    },
  }
}

/** Writes a pair file that the user has named (`hotpair init`), readable as their other files are. Raises store-failed. */
export const savePairFile = async (file: string, text: string): Promise<void> => {
  try {
    await mkdir(join(file, '..'), { recursive: true, mode: 0o700 })
    await writeAtomically(file, text, 0o644)
  } catch (error) {
    throw new HotpairError('store-failed', { values: { file, ...fileReason(error) }, cause: error })
  }
}

async function stored(file: string, name: string): Promise<StoredPair> {
  const modified = await stat(file).then(
    (found) => found.mtime.toISOString(),
    () => new Date(0).toISOString(),
  )
  try {
    return { name, file, modified, pair: await loadPair(file), failure: null }
  } catch (error) {
    if (!(error instanceof HotpairError)) throw error
    return { name, file, modified, pair: null, failure: error.failure }
  }
}

async function readPairFile(file: string): Promise<string> {
  try {
    return await readText(file, largest.bytes)
  } catch (error) {
    throw new HotpairError('pair-unreadable', { values: { file, ...fileReason(error) }, cause: error })
  }
}

const tooLarge = (file: string): HotpairError => new HotpairError('pair-unreadable', { values: { file, reason: 'too-large' } })

/** Counted before anything is made of it: brackets, and dashes on one line, are levels. */
function isTooLarge(text: string): boolean {
  if (Buffer.byteLength(text) > largest.bytes) return true
  let [tokens, levels, dashes] = [0, 0, 0]
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') levels += 1
    else if (token === ']' || token === '}') levels -= 1
    else if (token === '-' || token === '?') dashes += 1
    else if (token.includes('\n')) dashes = 0
    tokens += 1
    if (tokens > largest.tokens || levels + dashes > largest.levels) return true
  }
  return false
}

type Path = readonly PropertyKey[]

/** JSON is YAML, so one reader does for both. */
function readDocument(text: string, file: string): { value: unknown; lineOf: (path: Path) => number | undefined } {
  if (isTooLarge(text)) throw tooLarge(file)
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const wrong = document.errors[0] ?? document.warnings[0]
  if (wrong) {
    const { line } = counter.linePos(wrong.pos[0])
    throw new HotpairError('pair-unreadable', { values: { file, reason: 'syntax', detail: wrong.message, line } })
  }
  const lineOf = (path: Path): number | undefined => {
    for (let length = path.length; length > 0; length -= 1) {
      const found: unknown = document.getIn(path.slice(0, length), true)
      if (isNode(found) && found.range) return counter.linePos(found.range[0]).line
    }
    return undefined
  }
  try {
    return { value: migrate(document.toJS({ maxAliasCount: 50 }) as unknown, file), lineOf }
  } catch (error) {
    if (error instanceof HotpairError) throw error
    throw new HotpairError('pair-unreadable', { values: { file, reason: 'aliases' }, cause: error })
  }
}
