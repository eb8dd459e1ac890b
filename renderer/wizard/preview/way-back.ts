import { pathOf, type Argv, type Step } from '../../../electron/domain/step'

/** How one step is taken back: by a program, by putting files back as they were kept, or both. */
export interface WayBack {
  readonly argv: Argv | null
  /** At boot it is left out: enabled units come by themselves. */
  readonly notAtBoot: boolean
  readonly files: readonly string[]
}

/** Of the steps that leave something to be taken back, the last one first: as the runner does it. */
export const waysBack = (steps: readonly Step[]): WayBack[] =>
  steps.toReversed().flatMap((step): WayBack[] => {
    const path = pathOf(step)
    const files = [...(path === undefined ? [] : [path]), ...step.touches]
    if (step.back === null && files.length === 0) return []
    return [{ argv: step.back?.argv ?? null, notAtBoot: step.back?.when === 'here', files }]
  })
