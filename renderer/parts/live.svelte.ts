/** What is said to screen readers, and shown for a moment. */
class Live {
  polite = $state('')
  assertive = $state('')
  toast = $state<{ text: string; tone: 'good' | 'bad' } | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined

  show(text: string, tone: 'good' | 'bad'): void {
    clearTimeout(this.#timer)
    this.toast = { text, tone }
    this.#timer = setTimeout(() => (this.toast = null), 5000)
  }
}
export const live = new Live()

const clearing: Partial<Record<'polite' | 'assertive', ReturnType<typeof setTimeout>>> = {}

/** Said without being seen. `assertive` interrupts: for what needs a person at once. */
export function announce(text: string, how: 'polite' | 'assertive' = 'polite'): void {
  // The same words twice are spoken only when the text changes in between.
  live[how] = live[how] === text ? `${text}\u00a0` : text
  clearTimeout(clearing[how])
  // What was said is over: somebody who reads the page must not come upon it again.
  clearing[how] = setTimeout(() => (live[how] = ''), 10_000)
}

/** Seen for five seconds, and said. */
export function toast(text: string, tone: 'good' | 'bad' = 'good'): void {
  live.show(text, tone)
  announce(text, tone === 'bad' ? 'assertive' : 'polite')
}
