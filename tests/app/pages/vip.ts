import type { Locator } from 'playwright'
import { Screen } from './screen'

export class VipScreen extends Screen {
  get address(): Locator {
    return this.page.getByRole('textbox', { name: `${this.words.text('vip.vip')} · VIP`, exact: true })
  }
  /** The address was asked for on the LAN, and nobody has it. */
  get checked(): Locator {
    return this.page.getByText(this.words.pattern('vip.checked'))
  }
  /** That a node shall hold the VIP; its priority stands behind its name. */
  prefer(node: string): Locator {
    return this.page.getByRole('radio', { name: new RegExp(`^${node} · \\d`) })
  }
  /** "What happens when …" */
  get election(): Locator {
    return this.page.getByRole('group', { name: this.words.text('vip.election') })
  }
  get next(): Locator {
    return this.button('app.next')
  }
}
