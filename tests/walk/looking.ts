import type { Page } from 'playwright'
import type { Language } from '../../electron/contract/language'
import { en } from '../../renderer/i18n/en'
import type { Word, Words } from '../app/words'

/**
 * In the page: every text that a person sees or hears, but what is shown as it is: commands, files, addresses, lines of a log; and but the one note that is
 * in both languages, since it is for who cannot read one of them.
 */
const texts = `(() => {
  const own = 'code, pre, svg title, .cm-editor, aside[lang="en"], option, script, style'
  const found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    if (node.parentElement.closest(own) === null) found.push(node.data.trim())
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    if (element.closest(own) === null)
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(name) ?? '')
  return found.filter((text) => text !== '')
})()`

const han = /\p{Script=Han}/u
/** Three words in a row: names, units and programs have fewer. */
const english = /(?<![\w./:@-])[A-Za-z]{2,}[ ,]+[a-z]{2,}[ ,]+[a-z]{2,}/
/** Commands that are named in a sentence. */
const command = /\bsystemctl [a-z]+ [a-z]+( --now)?/g
/** A key of the catalogue, or a value that nobody filled in. */
const unworded = new RegExp(`^(${Object.keys(en).join('|')})\\.[a-z][a-zA-Z]+$|\\{[a-zA-Z]+\\}`)

/** What is in the other language, or in none. */
export async function foreign(page: Page, language: Language): Promise<string[]> {
  const found = await page.evaluate<string[]>(texts)
  const other = language === 'en' ? han : english
  return found.filter((text) => other.test(text.replaceAll(command, '')) || unworded.test(text))
}

const works: readonly Word[] = [
  'app.deploying',
  'app.verifying',
  'app.drilling',
  'app.undoing',
  'app.unitChanging',
  'app.deployingShort',
  'app.verifyingShort',
  'app.undoingShort',
  'app.unitChangingShort',
  'deploy.title',
  'deploy.titleBack',
  'deploy.starting',
  'deploy.cancelling',
  'failover.starting',
  'failover.cancelling',
  'pair.undoRunning',
  'pair.deployRunning',
  'pair.logReading',
  'pair.whyReading',
]

const moving = ['deploy.elapsed', 'pair.unitRunning'] as const

/** What is said of work that runs. */
export async function running(page: Page, words: Words): Promise<string[]> {
  const found = await page.evaluate<string[]>(texts)
  const states = (['deploy.stateRunning', 'deploy.stateWaiting', 'failover.stateRunning'] as const).map((key) =>
    words.text('parts.aside', { text: words.text(key) }),
  )
  const exact = new Set([...states, ...works.map((key) => words.text(key))])
  return found.filter((text) => exact.has(text) || moving.some((key) => words.pattern(key).test(text)))
}
