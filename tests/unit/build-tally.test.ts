import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { line, ofShell, ofVitest, sum } from '../../build/tally.mjs'

/** That `npm test` cannot be green by counting wrongly. */

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-tally-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('vitest', () => {
  const report = (content: unknown): string => {
    const file = join(folder, 'report.json')
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    return file
  }
  const counted = {
    numPassedTests: 5,
    numFailedTests: 0,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
  }

  test('what it reports', () => {
    expect(ofVitest(report(counted), 0)).toEqual({ passed: 5, failed: 0, skipped: 3 })
    expect(
      ofVitest(report({ ...counted, numFailedTests: 2, testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }] }] }), 1)
        .failed,
    ).toBe(2)
  })
  test('a file that could not be loaded, or whose hooks failed, is a failure', () => {
    expect(ofVitest(report({ ...counted, testResults: [{ status: 'failed', assertionResults: [] }] }), 1)).toEqual({
      passed: 5,
      failed: 1,
      skipped: 3,
    })
    expect(ofVitest(report({ ...counted, testResults: [{ status: 'failed', assertionResults: [{ status: 'passed' }] }] }), 1).failed).toBe(
      1,
    )
  })
  test('a runner that crashed is a failure', () => {
    expect(ofVitest(join(folder, 'not-there.json'), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(ofVitest(report(counted), 1)).toEqual({ passed: 5, failed: 1, skipped: 3 })
    expect(ofVitest(report(counted), null).failed).toBe(1)
    expect(ofVitest(report('{"numPassed'), 0).failed).toBe(1)
  })
  test('no test at all is a failure', () => {
    expect(ofVitest(report({ numPassedTests: 0, numFailedTests: 0, testResults: [] }), 0).failed).toBe(1)
  })
})

describe('shell', () => {
  test('its last line', () => {
    expect(ofShell('ok 1\n\n3 passed, 0 failed\n', 0)).toEqual({ passed: 3, failed: 0, skipped: 0 })
    expect(ofShell('1 passed, 9 failed\n3 passed, 1 failed, 2 skipped\n', 1)).toEqual({ passed: 3, failed: 1, skipped: 2 })
  })
  test('a bad end is a failure', () => {
    expect(ofShell('3 passed, 0 failed\n', 1).failed).toBe(1)
    expect(ofShell('ok 1\n', 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(ofShell('', null).failed).toBe(1)
    expect(ofShell('0 passed, 0 failed', 0).failed).toBe(1)
  })
})

test('the closing line', () => {
  expect(
    line(
      sum([
        { passed: 1, failed: 0, skipped: 0 },
        { passed: 2, failed: 3, skipped: 0 },
      ]),
    ),
  ).toBe('3 passed, 3 failed')
  expect(line({ passed: 1, failed: 0, skipped: 4 })).toBe('1 passed, 0 failed, 4 skipped')
})
