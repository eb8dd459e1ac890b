import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { readText } from './disk/regular'

const pixels = z.int().min(-100_000).max(100_000)
const stateSchema = z.object({
  bounds: z.object({ x: pixels, y: pixels, width: pixels.min(200), height: pixels.min(200) }),
  maximized: z.boolean(),
})
export type WindowState = z.output<typeof stateSchema>
type Area = WindowState['bounds']

/** What the window had when it was last closed; null: nothing that could be used. */
export async function readWindowState(file: string, screens: readonly Area[]): Promise<WindowState | null> {
  try {
    const state = stateSchema.parse(JSON.parse(await readText(file, 64 * 1024)))
    // A screen that was unplugged must not hide the window.
    return screens.some((screen) => isOn(screen, state.bounds)) ? state : null
  } catch {
    return null
  }
}

/** Keeps it; a full disk is no reason to stay open. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    // Anew: opening what is there may wait for ever, when it is a pipe.
    rmSync(file, { force: true })
    writeFileSync(file, `${JSON.stringify(state)}\n`, { mode: 0o600, flag: 'wx' })
  } catch {
    // The window opens in its default place then.
  }
}

/** Enough of the title bar is there to take hold of. */
const isOn = (screen: Area, { x, y, width }: Area): boolean =>
  x + width > screen.x + 100 && x < screen.x + screen.width - 100 && y >= screen.y && y < screen.y + screen.height - 50
