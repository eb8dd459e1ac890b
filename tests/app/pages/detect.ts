import type { Locator } from 'playwright'
import { Screen } from './screen'

export class DetectScreen extends Screen {
  get facts(): Locator {
    return this.page.getByRole('region', { name: this.words.text('detect.facts') })
  }
  interfaceOf(name: string): Locator {
    return this.page.getByRole('combobox', { name: this.words.text('detect.interfaceOf', { name }) })
  }
  get next(): Locator {
    return this.button('app.next')
  }
}
