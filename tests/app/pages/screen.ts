import type { Locator, Page } from 'playwright'
import type { Hand } from '../hand'
import type { Word, Words } from '../words'

/** One page of a browser, the language that it speaks, and the hand that is counted. */
export interface Stage {
  readonly page: Page
  readonly words: Words
  readonly hand: Hand
}

/** How long something may take that asks hosts, on a machine that has other things to do (ms). */
export const patience = 60_000

/** What all screens have: a heading, buttons by their names, panels that say what went wrong. */
export class Screen {
  readonly stage: Stage

  constructor(stage: Stage) {
    this.stage = stage
  }

  get page(): Page {
    return this.stage.page
  }
  get words(): Words {
    return this.stage.words
  }
  get hand(): Hand {
    return this.stage.hand
  }

  /** The heading of the screen. */
  title(key: Word): Locator {
    return this.page.getByRole('heading', { level: 1, name: this.words.text(key), exact: true })
  }

  button(key: Word, values: Readonly<Record<string, string | number>> = {}): Locator {
    return this.page.getByRole('button', { name: this.words.pattern(key, values) })
  }

  /** A button whose name ends with an ellipsis, since it asks first. */
  asking(key: Word): Locator {
    return this.page.getByRole('button', { name: this.words.text('parts.opens', { verb: this.words.text(key) }), exact: true })
  }

  /** What went wrong, with what to do. */
  get errors(): Locator {
    return this.page.getByRole('group', { name: this.words.text('parts.error'), exact: true })
  }

  /** Another page has taken over, or is there already. */
  get elsewhere(): Locator {
    return this.page.getByText(this.words.text('app.elsewhereTitle'), { exact: true })
  }
  get useHere(): Locator {
    return this.button('app.useHere')
  }

  /** Leads to what a pair serves. */
  site(address: string): Locator {
    return this.page.getByRole('link', { name: this.words.text('app.openSite', { address }), exact: true })
  }

  /** That there is no Chinese font: in English, too. */
  get fontNote(): Locator {
    return this.page.locator('aside[lang="en"]')
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  /** The program's name, which leads to all pairs. */
  get brand(): Locator {
    return this.page.getByRole('button', { name: this.words.text('app.name') }).first()
  }

  /** By the rail, to a step that was come to before. */
  step(key: Word): Locator {
    return this.page
      .getByRole('navigation', { name: this.words.text('app.steps') })
      .getByRole('button', { name: new RegExp(`^\\S*\\s*${this.words.text(key)}`) })
  }

  /** In the settings of the program. */
  async speak(language: 'en' | 'zh-CN'): Promise<void> {
    await this.button('app.settings').click()
    await this.dialog.getByRole('combobox', { name: this.words.text('app.language') }).selectOption(language)
    this.words.language = language
    await this.dialog.getByRole('button', { name: this.words.text('parts.close') }).click()
    await this.dialog.waitFor({ state: 'hidden' })
  }
}
