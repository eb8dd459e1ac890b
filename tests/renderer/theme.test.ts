import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('renderer/theme/tokens.css', 'utf8')
/** Name → light and dark, "#rrggbb". */
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name = '', light = '', dark = '']) => [
    name,
    { light, dark },
  ]),
)

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}
const of = (name: string, theme: 'light' | 'dark'): string => colours.get(name)?.[theme] ?? ''

const grounds = ['bg', 'surface', 'sunken']
/** Text on what it stands on: at least 4.5 to 1. */
const texts: [string, string][] = [
  ...['text', 'muted', 'accent', 'bad', 'good', 'warn'].flatMap((name) => grounds.map((ground): [string, string] => [name, ground])),
  ...['good', 'warn', 'bad'].flatMap((name): [string, string][] => [
    [name, `${name}-soft`],
    ['text', `${name}-soft`],
  ]),
  ['text', 'accent-soft'],
  ['warn', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['bg', 'text'],
]
/** Shapes and edges of controls: at least 3 to 1. */
const shapes: [string, string][] = [
  ...Array.from({ length: 8 }, (_, i) => `node-${i}`).flatMap((name) =>
    ['bg', 'surface', 'accent-soft'].map((ground): [string, string] => [name, ground]),
  ),
  ...grounds.map((ground): [string, string] => ['line-strong', ground]),
  ['accent', 'accent-soft'],
]

describe.each(['light', 'dark'] as const)('contrast, %s', (theme) => {
  it.each(texts)('text %s on %s', (text, ground) => expect(contrast(of(text, theme), of(ground, theme))).toBeGreaterThanOrEqual(4.5))
  it.each(shapes)('shape %s on %s', (shape, ground) => expect(contrast(of(shape, theme), of(ground, theme))).toBeGreaterThanOrEqual(3))
})
