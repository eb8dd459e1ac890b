import type { UnitName } from '../../../electron/domain/unit-change'
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
  /** Why the holder is it. */
  get why(): Locator {
    return this.page.getByRole('region', { name: this.words.text('pair.whyTitle') })
  }
  /** A button for nginx or keepalived of a node; each asks first, or opens. */
  unit(node: string, unit: UnitName, key: Extract<Word, `pair.unit${'Log' | 'Start' | 'Stop' | 'Restart'}`>): Locator {
    const verb = this.words.text('parts.opens', { verb: this.words.text(key) })
    const card = this.page.getByRole('group', { name: node, exact: true })
    return card.getByRole('group', { name: unit, exact: true }).getByRole('button', { name: verb, exact: true })
  }
  /** Of a pair that was deployed once: its undo takes it off the hosts. */
  get remove(): Locator {
    return this.asking('pair.remove')
  }
  get removeYes(): Locator {
    return this.dialog.getByRole('button', { name: this.words.text('pair.removeYes') })
  }
  get removed(): Locator {
    return this.page.getByRole('status').filter({ hasText: this.words.text('pair.removeDone') })
  }
  get change(): Locator {
    return this.button('pair.change')
  }
  /** Of a pair that was deployed more than once: the last change alone, or everything. */
  get undo(): Locator {
    return this.asking('pair.undo')
  }
  get undoLast(): Locator {
    return this.page.getByRole('radio', { name: this.words.text('pair.undoLast') })
  }
  get undoYes(): Locator {
    return this.dialog.getByRole('button', { name: this.words.text('pair.undoYes') })
  }
  get undone(): Locator {
    return this.page.getByRole('status').filter({ hasText: this.words.text('pair.undoDone') })
  }
  get notDeployed(): Locator {
    return this.page.getByRole('heading', { name: this.words.text('pair.notDeployedTitle') })
  }
}
