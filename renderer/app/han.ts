/** Whether Chinese can be drawn at all: a system without such a font shows a box in the place of every character. */

/** A character as it was drawn. */
export interface Drawn {
  /** In em. */
  readonly advance: number
  /** How opaque each pixel is. */
  readonly pixels: ArrayLike<number>
}

const han = '中'
/** No font has it: the last code point of Unicode, which is no character. */
const nothing = '\u{10ffff}'
/** px */
const size = 16

/**
 * Whether a Han character was drawn as what stands for a missing one. Browsers of the Chromium family draw the same box for all that is
 * missing. Firefox writes the number of each into its box, which is narrower than a Han character: all fonts give those a whole em. What a
 * browser hides from pages (privacy settings) says nothing: then it counts as drawn.
 */
export function isMissing(drawn: Drawn, missing: Drawn): boolean {
  const { pixels } = drawn
  const all = Array.from(pixels)
  if (all.every((value) => value === all[0])) return false
  return drawn.advance < 0.75 || (pixels.length === missing.pixels.length && all.every((value, i) => value === missing.pixels[i]))
}

/** Draws a character in the fonts of the page; null: there is no canvas. */
function draw(character: string): Drawn | null {
  const canvas = document.createElement('canvas')
  const side = size + 4
  canvas.width = canvas.height = side
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return null
  context.font = `${size}px ${getComputedStyle(document.documentElement).fontFamily}`
  context.textBaseline = 'top'
  context.fillText(character, 2, 2)
  const { data } = context.getImageData(0, 0, side, side)
  return { advance: context.measureText(character).width / size, pixels: data.filter((_, i) => i % 4 === 3) }
}

export function hasNoHanFont(): boolean {
  const [drawn, missing] = [draw(han), draw(nothing)]
  return drawn !== null && missing !== null && isMissing(drawn, missing)
}
