import type { FailureKind, NamesOf, NamesOfReason, ReasonOf } from '../../domain/failure'
import type { FindingRule, NamesOfRule } from '../../domain/finding'
import type { IssueCode, NamesOfIssue } from '../../domain/pair-issue'

/** Catalogues in which a code without words, or a `{name}` that its code has not, does not compile. */

/** The placeholders of a template. */
export type NamesIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never
/** A template that may name `N`; of another one the error names what it may not. */
type Sentence<T extends string, N extends string> = [Exclude<NamesIn<T>, N>] extends [never]
  ? T
  : `there is no {${Exclude<NamesIn<T>, N>}} here`

/** What is so, what would come of it, what to do. */
export interface FindingWords {
  readonly fact: string
  readonly consequence: string
  readonly remedy: string
}
type FindingCatalogue = { readonly [R in FindingRule]: FindingWords }
type SoundFindings<W extends FindingCatalogue> = {
  readonly [R in FindingRule]: { readonly [P in keyof FindingWords]: Sentence<W[R][P], NamesOfRule<R> | 'node'> }
}
export const findingCatalogue = <const W extends FindingCatalogue>(words: W & SoundFindings<W>): FindingCatalogue => words

/** What happened, and what to do next. `{reason}` is the reason's own sentence. */
type FailureCatalogue = {
  readonly [K in FailureKind]: { readonly what: string; readonly next: string } & ([ReasonOf<K>] extends [never]
    ? unknown
    : { readonly reasons: { readonly [R in ReasonOf<K>]: string } })
}
type TextOf<W, P extends string> = W extends { readonly [N in P]: infer T extends string } ? T : never
type SoundReasons<K extends FailureKind, W> = {
  readonly [R in ReasonOf<K>]: Sentence<TextOf<W, R>, NamesOf<K> | NamesOfReason<K, R> | 'node'>
}
type SoundFailures<W extends FailureCatalogue> = {
  readonly [K in FailureKind]: {
    readonly [P in 'what' | 'next']: Sentence<W[K][P], NamesOf<K> | 'node' | ([ReasonOf<K>] extends [never] ? never : 'reason')>
  } & (W[K] extends { readonly reasons: infer T } ? { readonly reasons: SoundReasons<K, T> } : unknown)
}
export const failureCatalogue = <const W extends FailureCatalogue>(words: W & SoundFailures<W>): FailureCatalogue => words

type IssueCatalogue = { readonly [C in IssueCode]: string }
type SoundIssues<W extends IssueCatalogue> = { readonly [C in IssueCode]: Sentence<W[C], NamesOfIssue<C>> }
export const issueCatalogue = <const W extends IssueCatalogue>(words: W & SoundIssues<W>): IssueCatalogue => words
