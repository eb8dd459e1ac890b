// Counts tests, from what their runners wrote. A runner that ended badly without saying which test failed is a failure of its own.
import { existsSync, readFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @type {Tally} */
export const none = { passed: 0, failed: 0, skipped: 0 }

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export const sum = (tallies) =>
  tallies.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }), none)

/** The line that everything ends with. @param {Tally} tally */
export const line = ({ passed, failed, skipped }) =>
  `${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`

/**
 * What a run of vitest came to.
 * @param {string} file written by its JSON reporter; perhaps not there
 * @param {number | null} status exit status; null when a signal ended it
 * @returns {Tally}
 */
export function ofVitest(file, status) {
  /** @type {{ numPassedTests?: number, numFailedTests?: number, numPendingTests?: number, numTodoTests?: number, testResults?: { status?: string, assertionResults?: { status?: string }[] }[] }} */
  let report
  try {
    report = existsSync(file) ? /** @type {typeof report} */ (JSON.parse(readFileSync(file, 'utf8'))) : {}
  } catch {
    report = {}
  }
  // A file that could not be loaded, or whose hooks failed, has failed although no test in it has.
  const broken = (report.testResults ?? []).filter(
    ({ status: verdict, assertionResults = [] }) => verdict === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
  const tally = {
    passed: report.numPassedTests ?? 0,
    failed: (report.numFailedTests ?? 0) + broken,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  }
  return honest(tally, status)
}

/**
 * What a shell test came to: its last line `N passed, N failed[, N skipped]`, or else its exit status as one test.
 * @param {string} output
 * @param {number | null} status
 * @returns {Tally}
 */
export function ofShell(output, status) {
  const [, passed, failed, skipped] = [...output.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1) ?? []
  if (passed === undefined) return status === 0 ? { ...none, passed: 1 } : { ...none, failed: 1 }
  return honest({ passed: Number(passed), failed: Number(failed), skipped: Number(skipped ?? 0) }, status)
}

/**
 * @param {Tally} tally
 * @param {number | null} status
 */
function honest(tally, status) {
  const nothing = tally.passed + tally.failed + tally.skipped === 0
  return tally.failed === 0 && (status !== 0 || nothing) ? { ...tally, failed: 1 } : tally
}
