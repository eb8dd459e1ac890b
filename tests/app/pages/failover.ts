import type { Locator } from 'playwright'
import { Screen } from './screen'

export class FailoverScreen extends Screen {
  /** The whole sequence of the seed. */
  whole(first: string, second: string): Locator {
    return this.button('failover.whole', { first, second })
  }
  get single(): Locator {
    return this.page.getByRole('heading', { name: this.words.text('failover.single') })
  }
  /** The timeline, told in words. */
  get chart(): Locator {
    return this.page.getByRole('img', { name: this.words.pattern('failover.chartSaid') })
  }
  /** Once a node is broken and nobody answers or another one does. */
  breakOf(node: string): Locator {
    return this.page.getByRole('group', { name: this.words.text('failover.stepBreak', { node }) })
  }
  /** "Your pair failed over before your eyes: 812 ms away" */
  get verdict(): Locator {
    return this.page
      .getByRole('heading', { name: this.words.pattern('failover.passedTitle') })
      .or(this.page.getByRole('heading', { name: this.words.text('failover.passedNone') }))
  }
  get results(): Locator {
    return this.page.getByRole('table', { name: this.words.text('failover.results') })
  }
  /** A line for each drill of a run. */
  get overview(): Locator {
    return this.page.getByRole('table', { name: this.words.text('failover.overview') })
  }
  /** The lines of the logs in a chart. */
  get records(): Locator {
    return this.page.getByRole('group', { name: this.words.text('failover.records') })
  }
  /** In which the report is saved. */
  get format(): Locator {
    return this.page.getByRole('combobox', { name: this.words.text('failover.saveAs') })
  }
  get toPair(): Locator {
    return this.button('failover.toPair')
  }
}
