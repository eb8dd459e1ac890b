import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quote, sh } from '../../electron/remote/sh'

const run = (script: string): string => execFileSync('sh', ['-c', script], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
const value = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    // What shells trip over, more often than chance has it.
    fc.string({
      unit: fc.constantFrom(
        "'",
        '"',
        '\\',
        '$',
        '`',
        '!',
        '\n',
        '\r',
        '\t',
        ' ',
        '*',
        '~',
        '#',
        '-',
        '=',
        '%',
        '(',
        ';',
        '&',
        'ä',
        '😀',
        'a',
      ),
    }),
  )
  .map((text) => text.replaceAll('\0', ''))

test('any value arrives in a program as it was, through the real sh', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 200 }), (values) => {
      // One process for many values.
      const printed = run(sh`printf '%s\0' ${values}`.text)
      expect(printed.split('\0').slice(0, -1)).toEqual(values)
    }),
    { numRuns: 25 },
  )
})

test('quoting of quoted text, as sudo and ssh need it', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), (values) => {
      const inner = sh`printf '%s\0' ${values}`
      expect(
        run(sh`sh -c ${sh`exec sh -c ${inner.text}`.text}`.text)
          .split('\0')
          .slice(0, -1),
      ).toEqual(values)
    }),
    { numRuns: 12 },
  )
})

test('words, lists, numbers and other commands', () => {
  expect(sh`a ${'b c'} ${['d', 2, "e'f"]} ${sh`| cat ${''}`} ${-1}`.text).toBe(`a 'b c' d 2 'e'\\''f' | cat '' -1`)
  expect(sh`printf 'a\nb'`.text).toBe("printf 'a\\nb'")
  expect(quote('')).toBe("''")
  expect(() => quote('a\0b')).toThrow(TypeError)
})
