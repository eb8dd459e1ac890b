import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainJson, visible, visibleDeep, visibleLine } from '../../electron/domain/visible'
import { obeyed, obeyedIn } from '../evil'

/** Any text, with many letters that must not pass. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...obeyed),
    fc.constantFrom('\n', '\t', '节', '😀', 'x'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
})

test.each([
  ['\u001b[2J', '␛[2J'],
  ['a\u007fb\u0000', 'a␡b␀'],
  ['\u009b31m', '\\u{9b}31m'],
  ['abc\u202edef\u2069', 'abc\\u{202e}def\\u{2069}'],
  ['one\u2028two\u2029', 'one\\u{2028}two\\u{2029}'],
  ['lines\nand\ttabs', 'lines\nand\ttabs'],
  ['a half \ud800', 'a half \\u{d800}'],
  ['主机 “web” – é 😀', '主机 “web” – é 😀'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('nothing that is obeyed or not seen is left, and everything else is', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(obeyedIn(visible(text))).toEqual([])
      expect(visible(visible(text))).toBe(visible(text))
      expect(visibleLine(text)).not.toMatch(/[\n\t]/)
      expect(visible(text).split('\n')).toHaveLength(text.split('\n').length)
    }),
  )
})

test('one line stays one line', () => {
  expect(visibleLine('a\nThe hosts are as before.\tb')).toBe('a␊The hosts are as before.␉b')
})

test('in a value keys and texts at every depth', () => {
  expect(visibleDeep({ 'a\u001b': ['x\u202e', { b: null, c: 1, d: true, e: undefined }] })).toEqual({
    'a␛': ['x\\u{202e}', { b: null, c: 1, d: true, e: undefined }],
  })
})

test('JSON stays the same value, and is plain', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), hostile, (value, text) => {
      const json = JSON.stringify({ value, [text]: text })
      expect(JSON.parse(plainJson(json))).toEqual(JSON.parse(json))
      expect(obeyedIn(plainJson(json))).toEqual([])
    }),
  )
})
