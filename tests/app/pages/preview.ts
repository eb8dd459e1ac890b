import type { Locator } from 'playwright'
import { patience, Screen } from './screen'

export class PreviewScreen extends Screen {
  /** The files of one node. */
  tree(node: string): Locator {
    return this.page.getByRole('navigation', { name: this.words.text('preview.filesOf', { node }) })
  }
  async choose(node: string, file: string): Promise<void> {
    await this.tree(node)
      .getByRole('button', { name: new RegExp(`^${file}`) })
      .first()
      .click()
  }
  /** What is in the file that was chosen. */
  get content(): Locator {
    return this.page.locator('.cm-content').last()
  }
  get secret(): Locator {
    return this.page.getByText(this.words.text('preview.isSecret'))
  }
  /** Warnings that must be read before it can be deployed. */
  get warnings(): Locator {
    return this.page.getByRole('checkbox', { name: this.words.text('preview.read') })
  }
  get actions(): Locator {
    return this.page.getByRole('tab', { name: this.words.text('preview.actions') })
  }
  get files(): Locator {
    return this.page.getByRole('tab', { name: this.words.text('preview.files') })
  }
  /** Why it cannot be deployed. */
  get blocked(): Locator {
    return this.page.getByRole('group', { name: this.words.text('preview.blockedTitle') })
  }
  get deploy(): Locator {
    return this.button('preview.deploy')
  }

  /** Writes the bundles to a folder of this machine; the dialog is left open, with what it says. */
  async export(folder: string): Promise<void> {
    await this.asking('preview.export').click()
    await this.dialog.getByRole('textbox', { name: this.words.text('preview.exportFolder') }).fill(folder)
    await this.dialog.getByRole('button', { name: this.words.text('preview.exportHere'), exact: true }).click()
    await this.dialog.getByText(this.words.pattern('preview.exported')).waitFor({ timeout: patience })
  }
  async closeDialog(): Promise<void> {
    await this.dialog
      .getByRole('button', { name: this.words.text('parts.close') })
      .last()
      .click()
    await this.dialog.waitFor({ state: 'hidden' })
  }
}
