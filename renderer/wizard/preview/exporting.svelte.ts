import type { Output } from '../../../electron/contract/commands'
import { failureOf } from '../../../electron/contract/failure'
import { refusedBy } from '../../../electron/domain/failure'
import type { Pair } from '../../../electron/domain/pair'
import type { Around } from '../../app/around'
import { Work } from '../../app/work.svelte'

/** Writing the bundles of a pair to a folder: the desktop asks the system's dialog, the browser face the page. */
export class Exporting {
  open = $state(false)
  folder = $state('')
  readonly work = new Work<Output<'pair.export'>>()
  readonly desktop: boolean
  readonly #app: Around

  constructor(app: Around) {
    this.#app = app
    this.desktop = app.start?.face === 'desktop'
    this.folder = `${app.start?.home ?? ''}/hotpair-export`
  }

  /** @param plan id of the plan that was looked at; null where nobody looked at one: it is made first */
  async write(pair: Pair, plan: string | null): Promise<void> {
    const { engine } = this.#app
    let to = this.folder.trim()
    if (this.desktop) {
      try {
        const { path } = await engine.request('app.pick-folder', {})
        if (path === null) return
        to = path
      } catch (error) {
        this.work.failure = failureOf(error)
        return
      }
    }
    await this.work.run(async (signal) => {
      const id = plan ?? (await this.#plan(pair, signal))
      return engine.request('pair.export', { pair, plan: id, to }, { signal })
    })
  }

  /** Raises preflight-refused where there is none. */
  async #plan(pair: Pair, signal: AbortSignal): Promise<string> {
    const { plan, findings } = await this.#app.engine.request('pair.plan', { pair }, { signal })
    if (plan === null) throw refusedBy(findings)
    return plan.id
  }
}
