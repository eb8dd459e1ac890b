import type { Locator } from 'playwright'
import { Screen } from './screen'

export class HomeScreen extends Screen {
  get newPair(): Locator {
    return this.button('home.newPair')
  }

  async begin(): Promise<void> {
    await this.hand.click(this.newPair)
  }

  get healthy(): Locator {
    return this.page.getByText(this.words.text('home.healthy'), { exact: true })
  }

  /** The card of a pair that was made. */
  card(pair: string): Locator {
    return this.page.getByRole('group', { name: pair, exact: true })
  }

  /** Back to a pair that was not finished. */
  async resume(): Promise<void> {
    await this.button('home.resume').first().click()
  }
}
