import type { Locator } from 'playwright'
import type { Word } from '../words'
import { Screen } from './screen'

export class PairScreen extends Screen {
  heading(pair: string): Locator {
    return this.page.getByRole('heading', { level: 1, name: pair, exact: true })
  }
  get healthy(): Locator {
    return this.page.getByText(this.words.text('home.healthy'), { exact: true })
  }
  tab(key: Extract<Word, `pair.tab${string}`>): Locator {
    return this.page.getByRole('tab', { name: this.words.text(key) })
  }
  get history(): Locator {
    return this.page.getByRole('list', { name: this.words.text('pair.historyTitle') })
  }
  get undo(): Locator {
    return this.asking('pair.undo')
  }
  get undoYes(): Locator {
    return this.dialog.getByRole('button', { name: this.words.text('pair.undoYes') })
  }
  get undone(): Locator {
    return this.page.getByRole('status').filter({ hasText: this.words.text('pair.undoDone') })
  }
}
