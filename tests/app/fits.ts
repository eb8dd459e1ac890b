import type { Page } from 'playwright'

/** The smallest window, and the usual one at 200 % zoom: CSS pixels are halved. */
const sizes = [
  { width: 1024, height: 700, name: '1024×700' },
  { width: 640, height: 400, name: '1280×800 at 200 %' },
]

/** In the page: what is cut off at the right (it neither wraps nor scrolls in a place of its own), and buttons that cannot be come to. */
const misfits = `(() => {
  const nameOf = (element) => element.tagName.toLowerCase() + '.' + element.getAttribute('class')
  const seen = (box) => box.width >= 2 && box.height >= 2
  const cut = [...document.querySelectorAll('body *')].filter((element) => {
    const box = element.getBoundingClientRect()
    if (!seen(box) || box.right <= innerWidth + 1 || element.closest('.sr-only') !== null) return false
    for (let outer = element.parentElement; outer !== null; outer = outer.parentElement) {
      const scrolls = /auto|scroll|hidden|clip/.test(getComputedStyle(outer).overflowX)
      if (scrolls && outer.getBoundingClientRect().right <= innerWidth + 1) return false
    }
    return true
  })
  const dialog = document.querySelector('[role=dialog]')
  const unreachable = [...(dialog ?? document).querySelectorAll('button:not(:disabled)')].filter((button) => {
    if (!seen(button.getBoundingClientRect()) || !button.checkVisibility() || button.closest('.sr-only') !== null) return false
    button.scrollIntoView({ block: 'center', behavior: 'instant' })
    const box = button.getBoundingClientRect()
    const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
    return at === null || !(button.contains(at) || at.contains(button))
  })
  return [
    ...cut.slice(0, 3).map((element) => nameOf(element) + ' is cut off at ' + Math.round(element.getBoundingClientRect().right)),
    ...unreachable.map((button) => 'button "' + button.textContent.trim() + '" cannot be come to'),
  ]
})()`

/** What does not fit into a small window, each in one line; empty: everything does. `where` names the screen. */
export async function fits(page: Page, where: string): Promise<string[]> {
  const usual = page.viewportSize() ?? { width: 1280, height: 800 }
  const found: string[] = []
  for (const { name, ...size } of sizes) {
    await page.setViewportSize(size)
    found.push(...(await page.evaluate<string[]>(misfits)).map((what) => `${where}, ${name}: ${what}`))
  }
  await page.setViewportSize(usual)
  return found
}
