import type { TaskCommand } from '../../electron/contract/commands'
import type { PlainKey } from '../i18n/i18n.svelte'

/** What is being done to a pair, in one sentence. */
export const workingWords = {
  'pair.deploy': 'app.deploying',
  'pair.verify': 'app.verifying',
  'pair.drill': 'app.drilling',
  'pair.undo': 'app.undoing',
  'pair.unit': 'app.unitChanging',
} as const satisfies Record<TaskCommand, PlainKey>

/** The same for a badge. */
export const workingShort = {
  'pair.deploy': 'app.deployingShort',
  'pair.verify': 'app.verifyingShort',
  'pair.drill': 'app.drillingShort',
  'pair.undo': 'app.undoingShort',
  'pair.unit': 'app.unitChangingShort',
} as const satisfies Record<TaskCommand, PlainKey>
