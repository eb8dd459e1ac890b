import { Face } from './face'
import { openBrowser, Visit } from './visit'

/** In the page: the time of every click and key until the next paint (Event Timing, in steps of 8 ms); those under 16 ms are not told. */
const listen = `(() => {
  globalThis.inputs = new Map()
  globalThis.presses = []
  new PerformanceObserver((list) => {
    for (const { interactionId, duration, name } of list.getEntries()) {
      if (name === 'pointerdown') globalThis.presses.push(duration)
      if (interactionId > 0) globalThis.inputs.set(interactionId, Math.max(duration, globalThis.inputs.get(interactionId) ?? 0))
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })
})()`

/** How the page answers, in ms, each as often as it was measured: for `npm run bench`. Needs no hosts. */
export async function measurePage(rounds: number): Promise<{ paint: number[]; ready: number[]; presses: number[]; inputs: number[] }> {
  const face = await Face.start()
  const browser = await openBrowser()
  const paint: number[] = []
  const ready: number[] = []
  const presses: number[] = []
  const inputs: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const visit = await Visit.open(browser, face)
      const { page, home, hosts } = visit
      ready.push(await page.evaluate<number>('performance.now()'))
      paint.push(await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
      await page.evaluate(listen)
      await home.begin()
      await hosts.title('hosts.title').waitFor()
      await hosts.address(1).click()
      await page.keyboard.type('root@198.51.100.11:2222')
      await hosts.address(2).click()
      await page.keyboard.type('198.51.100.12')
      await hosts.button('hosts.add').click()
      await hosts.next.click()
      await home.speak('zh-CN')
      await home.speak('en')
      // The last of them is told after its paint.
      await page.waitForTimeout(300)
      presses.push(...(await page.evaluate<number[]>('presses')))
      inputs.push(...(await page.evaluate<number[]>('[...inputs.values()]')))
      await visit.close()
    }
  } finally {
    await browser.close()
    await face.remove()
  }
  return { paint, ready, presses, inputs }
}
