/** How something that a pair's history keeps came out: of what failed, the kind of failure is kept in its place. */
export const outcomes = ['done', 'passed', 'failed', 'skipped', 'cancelled'] as const
export type HistoryOutcome = (typeof outcomes)[number]

export const outcomeOf = (result: string): HistoryOutcome => outcomes.find((outcome) => outcome === result) ?? 'failed'
