import type { z } from 'zod'

/** Named values, each with its schema: what a failure's kind or a finding's rule carries. */
export type Shape = Readonly<Record<string, z.ZodType>>

type Optional<S extends Shape> = { [N in keyof S]: undefined extends z.output<S[N]> ? N : never }[keyof S]

/** The values themselves; what may be absent is optional. */
export type Values<S extends Shape> = { readonly [N in Exclude<keyof S, Optional<S>>]: z.output<S[N]> } & {
  readonly [N in Optional<S>]?: z.output<S[N]>
}

/** Values that are always there, and so may stand in a sentence. */
export type Given<S extends Shape> = Exclude<keyof S, Optional<S>> & string

export type Flat<T> = { [N in keyof T]: T[N] }
