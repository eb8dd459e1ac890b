/**
 * How long (ms) a node is left alone after it gave no answer for the `times`-th time in a row: 5, 10, 20 … 120 s. A host that is gone
 * costs a timeout each time, and one that refuses a login may lock out who asks on.
 */
export const pauseAfter = (times: number): number => (times < 1 ? 0 : Math.min(120, 5 * 2 ** (times - 1)) * 1000)
