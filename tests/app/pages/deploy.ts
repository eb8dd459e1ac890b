import type { Locator } from 'playwright'
import type { Word } from '../words'
import { Screen } from './screen'

export class DeployScreen extends Screen {
  /** On another step, while the pair is deployed. */
  get working(): Locator {
    return this.page.getByText(this.words.text('app.deploying'), { exact: true })
  }
  get showWork(): Locator {
    return this.button('app.showWork')
  }
  column(node: string): Locator {
    return this.page.getByRole('group', { name: this.words.text('deploy.columnOf', { node }) })
  }
  /** A phase of a node in a state: "Prepare, running". */
  phase(node: string, phase: Word, state: Word): Locator {
    return this.column(node)
      .getByRole('listitem')
      .filter({ hasText: this.words.text(phase) + this.words.text('parts.aside', { text: this.words.text(state) }) })
  }
  /** What is said while a host cannot be reached. */
  waiting(node: string): Locator {
    const [said = ''] = this.words.text('deploy.waiting', { nodes: node, time: '\0' }).split('\0')
    return this.page.getByRole('status').filter({ hasText: said })
  }
  /** How the nodes are after a deployment that did not end well. */
  get fates(): Locator {
    return this.page.getByRole('list', { name: this.words.text('deploy.fates') })
  }
  get next(): Locator {
    return this.button('deploy.next')
  }
  get finish(): Locator {
    return this.asking('deploy.finish')
  }
  /** In the dialog that says what finishing does. */
  get finishYes(): Locator {
    return this.dialog.getByRole('button', { name: this.words.text('deploy.finish'), exact: true })
  }
}
