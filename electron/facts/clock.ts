import type { ClockReading } from './script'

/**
 * Node's clock minus the operator's, and how far that may be off, in ms: the node read its clock at some time between question and
 * answer. Undefined when it is no time. busybox's date has no nanoseconds, which adds half a second.
 */
export function clockOf(reading: ClockReading): { offset: number; error: number } | undefined {
  const [, seconds, fraction = ''] = /^(\d{1,12}):(\S*)$/.exec(reading.node.trim()) ?? []
  if (seconds === undefined) return undefined
  const exact = /^\d{9}$/.test(fraction)
  const node = Number(seconds) * 1000 + (exact ? Math.floor(Number(fraction) / 1e6) : 500)
  return {
    offset: Math.round(node - (reading.before + reading.after) / 2),
    error: Math.ceil((reading.after - reading.before) / 2) + (exact ? 0 : 500),
  }
}
