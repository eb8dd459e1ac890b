import { z } from 'zod'
import type { Output } from '../../electron/contract/commands'
import { stepNames } from '../wizard/steps'
import { pairForm } from './form'

/** A wizard that was left before its end, as it is kept. Never a secret. */
const content = z.object({
  form: pairForm,
  step: z.enum(stepNames),
  /** The furthest step that was come to. */
  reached: z.enum(stepNames),
  /** Name of the saved pair whose settings are being changed; null: a new one. */
  editing: z.string().nullable(),
  /** Marks of other screens (an open deployment's task …), by name. */
  notes: z.record(z.string(), z.string()).default({}),
})

export type DraftContent = z.output<typeof content>
export type Draft = DraftContent & { readonly id: string; readonly saved?: string }

/** A kept draft, or null when another version of Hotpair wrote it differently. */
export function readDraft(kept: Output<'draft.list'>['drafts'][number]): Draft | null {
  const parsed = content.safeParse(kept.content)
  return parsed.success ? { id: kept.id, saved: kept.saved, ...parsed.data } : null
}
