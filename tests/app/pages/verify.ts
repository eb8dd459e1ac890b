import type { Locator } from 'playwright'
import { Screen } from './screen'

export class VerifyScreen extends Screen {
  /** The card with the verdict and who holds the VIP. */
  get verdict(): Locator {
    return this.page.getByRole('group', { name: this.words.text('verify.drawingTitle') })
  }
  get good(): Locator {
    return this.page.getByRole('heading', { name: this.words.text('verify.goodTitle'), exact: true })
  }
  /** Rows of the checks that passed. */
  get passed(): Locator {
    return this.page.getByRole('listitem').filter({ has: this.page.getByText(this.words.text('verify.passed'), { exact: true }) })
  }
  get next(): Locator {
    return this.button('verify.next')
  }
}
