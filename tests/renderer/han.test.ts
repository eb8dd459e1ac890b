// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { hasNoHanFont, isMissing, type Drawn } from '../../renderer/app/han'
import FontNote from '../../renderer/app/FontNote.svelte'
import { speak } from '../../renderer/i18n/i18n.svelte'
import { fakeEngine } from './fake-engine'
import { begun, until } from './wizard'
// As Chromium has drawn them, with Noto Sans CJK and without any Han font: each digit is how opaque a pixel is.
import recorded from './recorded/han-glyphs.json'

const drawn = ({ advance, rows }: { advance: number; rows: readonly string[] }): Drawn => ({
  advance,
  pixels: Array.from(rows.join(''), (digit) => parseInt(digit, 16)),
})
const [han, box] = [drawn(recorded.noto.han), drawn(recorded.noto.nothing)]

describe('a Han character', () => {
  it('is there when it looks like one', () => expect(isMissing(han, box)).toBe(false))

  it('is missing when it looks like what no font has', () => {
    const { han: own, nothing } = recorded.none
    expect(isMissing(drawn(own), drawn(nothing))).toBe(true)
  })

  it('is missing in Firefox, whose boxes differ: they are narrow', () =>
    expect(isMissing({ ...box, advance: 0.6 }, { ...han, advance: 0.7 })).toBe(true))

  it('counts as there where a page may not look', () => {
    const blank = { advance: 0.6, pixels: new Array<number>(400).fill(0) }
    expect([isMissing(blank, blank), hasNoHanFont()]).toEqual([false, false])
  })
})

describe('the note that there is no Chinese font', () => {
  const box16 = {
    measureText: () => ({ width: 9 }),
    fillText: () => undefined,
    getImageData: () => ({ data: Uint8ClampedArray.of(0, 0, 0, 0, 0, 0, 0, 9) }),
  }
  const noFont = (): void => {
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(box16 as never)
  }
  const note = () => screen.queryByRole('complementary', { name: 'No Chinese font' })
  afterEach(() => {
    vi.restoreAllMocks()
    speak('en')
  })

  it('says in both languages what to install, and goes for good', async () => {
    noFont()
    const engine = fakeEngine()
    const app = await begun(engine)
    render(FontNote, { app })
    expect(note()).toBeNull()
    app.change({ ...app.settings, language: 'zh-CN' })
    await until(() => note() !== null)
    expect(note()!.textContent).toMatch(/This computer has no Chinese font.*本机没有中文字体.*fonts-noto-cjk.*google-noto-sans-cjk-fonts/s)
    expect(note()!.lang).toBe('en')
    await fireEvent.click(screen.getByRole('button', { name: 'Do not show this again' }))
    expect(note()).toBeNull()
    expect(engine.inputs('app.settings').at(-1)).toEqual({ language: 'zh-CN', theme: 'system', fontNote: 'dismissed' })
    // It is remembered whatever else is set later.
    app.change({ ...app.settings, theme: 'dark' })
    expect(note()).toBeNull()
  })

  it('is not there where Chinese can be drawn', async () => {
    const app = await begun(fakeEngine())
    app.change({ ...app.settings, language: 'zh-CN' })
    render(FontNote, { app })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(note()).toBeNull()
  })
})
