import type { Locator } from 'playwright'
import { escaped } from '../words'
import { Screen } from './screen'

export class HostsScreen extends Screen {
  /** The card of a host, counted from 1. */
  card(number: number): Locator {
    const label = this.words.text('hosts.card', { number, name: '\u0000' })
    return this.page.getByRole('group', { name: new RegExp(`^${escaped(label).replace('\u0000', '')}`) })
  }

  address(number: number): Locator {
    return this.card(number).getByLabel(this.words.text('hosts.address'), { exact: true })
  }
  user(number: number): Locator {
    return this.card(number).getByLabel(this.words.text('hosts.user'), { exact: true })
  }
  /** The list of hosts that other pairs have. */
  used(number: number): Locator {
    return this.card(number).getByRole('combobox', { name: this.words.text('hosts.used') })
  }
  password(number: number): Locator {
    return this.card(number).getByLabel(this.words.text('hosts.password'), { exact: true })
  }
  sudoPassword(number: number): Locator {
    return this.card(number).getByLabel(this.words.text('hosts.sudoSecret'), { exact: true })
  }
  /** "Same password as …" of every host but the first. */
  same(number: number): Locator {
    return this.card(number).getByRole('switch')
  }

  /** Two addresses and a password: what has no default. */
  async fill(first: string, second: string, password: string): Promise<void> {
    await this.hand.type(this.address(1), first)
    await this.hand.type(this.address(2), second)
    await this.hand.type(this.password(1), password, true)
  }

  get next(): Locator {
    return this.button('hosts.next')
  }
  get testAll(): Locator {
    return this.button('hosts.testAll')
  }
  /** Accepts all keys that are shown, and goes on when Next was pressed before. */
  accept(count: number): Locator {
    return this.page.getByRole('button', { name: this.words.text('hosts.accept', { count }), exact: true })
  }
  /** The question whether the host is the one that is meant. */
  unknownKey(name: string): Locator {
    return this.page.getByRole('region', { name: this.words.text('hosts.keyTitle', { name }) })
  }
  /** The line that says what was found. */
  connected(number: number): Locator {
    return this.card(number).getByText(this.words.text('hosts.good'), { exact: true })
  }
  /** What went wrong with one host. */
  errorOf(number: number): Locator {
    return this.card(number).getByRole('group', { name: this.words.text('parts.error'), exact: true })
  }
}
