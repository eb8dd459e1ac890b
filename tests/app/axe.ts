import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'

/** What axe objects to in light and in dark, each in one line; empty: nothing. `where` names the screen. */
export async function axe(page: Page, where: string): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    // Half way through a transition no contrast is right.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // Without frames nothing needs a second page.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    for (const { id, nodes } of violations)
      for (const node of nodes) found.push(`${where}, ${colorScheme}: ${id} at ${node.target.join(' ')}: ${node.failureSummary ?? ''}`)
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' })
  return found
}
