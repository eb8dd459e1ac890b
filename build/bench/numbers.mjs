/**
 * @param {readonly number[]} values at least one
 * @returns {number} Infinity counts as the largest
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const [low = NaN, high = NaN] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  return low === high ? low : (low + high) / 2
}

/** @param {number} ms @returns {string} in the unit that reads best */
export const time = (ms) =>
  ms === Infinity ? 'never' : ms < 1000 ? `${String(Math.round(ms))} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`
