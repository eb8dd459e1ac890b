import { expect, test } from 'vitest'
import { failureText } from '../../electron/contract/failure'
import { fileReason } from '../../electron/domain/failure'
import { dialFailure } from '../../electron/remote/dial'

/** What becomes of the system's error codes. */

const coded = (code: string): Error => Object.assign(new Error(`connect ${code} 198.51.100.11:22`), { code })
const of = (error: Error) => dialFailure(error, 'nginx1', { host: '198.51.100.11', port: 22 }).failure

test.each([
  ['ETIMEDOUT', 'unreachable', 'no-answer'],
  ['EHOSTUNREACH', 'unreachable', 'EHOSTUNREACH'],
  ['ENETUNREACH', 'unreachable', 'ENETUNREACH'],
  ['ECONNRESET', 'not-ssh', 'reset'],
  ['ENOTCONN', 'unreachable', 'other'],
])('%s: %s, %s', (code, kind, reason) => {
  expect(of(coded(code))).toMatchObject({ kind, node: 'nginx1', values: { host: '198.51.100.11', port: 22, reason } })
})

test('of several addresses the one that says most, and no answer in words', () => {
  expect(of(new AggregateError([coded('ENETUNREACH'), coded('ECONNREFUSED')])).kind).toBe('port-refused')
  const silent = of(new AggregateError([coded('ETIMEDOUT'), coded('ETIMEDOUT')]))
  expect(failureText(silent).what).toBe('nginx1 (198.51.100.11) cannot be reached: no answer')
  expect(failureText(silent, 'zh-CN').what).toBe('无法连接 nginx1（198.51.100.11）：没有应答')
})

test('a code that has no words is shown with what the system says', () => {
  expect(fileReason(coded('EXDEV'))).toEqual({ reason: 'other', detail: 'connect EXDEV 198.51.100.11:22' })
  expect(fileReason(coded('ENOSPC'))).toEqual({ reason: 'ENOSPC' })
})
