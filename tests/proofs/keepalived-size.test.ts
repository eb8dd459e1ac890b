import { expect, test } from 'vitest'
import { limits } from '../../electron/domain/keepalived/configuration'
import { shownConfiguration } from '../../electron/domain/keepalived/shown'
import { cpuOf } from './adversary'

// As the processor's time, the best of up to three: others use the machine, too.
test.each([
  'a',
  'a\n',
  'a{',
  'a{}',
  '}',
  '"',
  '""',
  '\\',
  '\\\n',
  '$',
  '${',
  '${A',
  '${A}',
  '$A=',
  '$A=$A ',
  '$A=$A\n',
  '$A=\\\n',
  '~LST(',
  '~LST( ',
  '~LST(A)',
  '~LST({A,B,C},1) ',
  '@a ',
  '#',
  '# pass\n',
  '! a\r',
  'auth_pass ',
  'auth_pass a\n',
  'auth_pass {',
  'auth_pass a{b',
  'auth_pass }',
  'auth_pass }a',
  'auth_pass "a b"\n',
  'auth_pass abcd\n$B=abcd\nx $B\n',
  '$Aa=$Ab auth_pass\n',
  ':// ',
  '://a',
  '\ufeff',
  '\r',
  ' ',
  '.',
  'pass',
  'é',
])('keepalived.conf as a value: reads and masks 256 KiB of %j in less than 200 ms', (part) => {
  const text = part.repeat(Math.floor(limits.characters / part.length))
  expect(cpuOf(() => shownConfiguration(text), 100)).toBeLessThan(200)
})
