import type { Locator } from 'playwright'

/** Does what a person cannot leave out on the way, and counts it: clicks, and fields that have no usable default. */
export class Hand {
  #done: string[] = []

  get count(): number {
    return this.#done.length
  }
  /** In words, for the report. */
  get done(): readonly string[] {
    return this.#done
  }

  async click(what: Locator): Promise<void> {
    const name = (await what.innerText()).trim()
    await what.click()
    this.#done.push(`click “${name}”`)
  }

  /** `secret`: its value is not told. */
  async type(field: Locator, value: string, secret = false): Promise<void> {
    await field.fill(value)
    this.#done.push(secret ? 'type a password' : `type “${value}”`)
  }
}
