import type { EngineEvent } from '../../../electron/contract/events'
import { failureOf } from '../../../electron/contract/failure'
import type { Pair } from '../../../electron/domain/pair'
import type { Plan } from '../../../electron/domain/plan'
import { TaskRun } from '../../app/task-run.svelte'
import { VerifyState } from '../verify/verify.svelte'
import { savedNote, type Wizard } from '../wizard.svelte'
import { afterEvent, nothingYet, type Progress } from './progress'
import { Standing } from './standing.svelte'

/** Notes of the draft: the task of this wizard's deployment, so that it is found again after a reload or a crash. */
const taskNote = 'deploy.task'

/** A deployment as it runs, as it ended, or where it stands when Hotpair was closed meanwhile. */
export class DeployState {
  progress = $state.raw<Progress>(nothingYet([]))
  readonly run: TaskRun<'pair.deploy'>
  readonly standing: Standing
  readonly #wizard: Wizard
  /** The pair that is deployed: the form may be changed later. */
  pair = $state.raw<Pair | null>(null)
  /** What is carried out; null after a reload. */
  plan = $state.raw<Plan | null>(null)
  /** Whether it shall be cancelled: the dialog asks, or has been answered with yes. */
  cancel = $state<'no' | 'asking' | 'yes'>('no')
  /** It was deployed before the cancelling, or the answer, reached it. */
  tooLate = $state(false)

  constructor(wizard: Wizard) {
    this.#wizard = wizard
    this.run = new TaskRun(wizard.engine, 'pair.deploy', {
      begin: () => (this.progress = nothingYet(this.pair?.nodes.map((node) => node.name) ?? [])),
      event: (event: EngineEvent, at: number) => (this.progress = afterEvent(this.progress, event, at)),
    })
    this.standing = new Standing(wizard.engine)
  }

  /** Begins; `plan` is the one that was looked at, nothing else is deployed. */
  async start(plan: Plan): Promise<void> {
    const { pair, engine, notes } = this.#wizard
    if (pair === null || this.run.busy) return
    this.pair = pair
    this.plan = plan
    this.tooLate = false
    this.progress = nothingYet(pair.nodes.map((node) => node.name))
    this.run.phase = 'starting'
    try {
      // Before anything is changed: a pair that hosts know must be known here, too.
      await engine.request('pairs.save', { pair })
      notes[savedNote] = pair.name
    } catch (error) {
      this.run.failure = failureOf(error)
      this.run.phase = 'failed'
      return
    }
    const task = await this.run.start({ pair, plan: plan.id })
    if (task === null) return
    notes[taskNote] = task
    void this.#wizard.save()
    await this.#follow(task)
  }

  /** When the screen is come to without having started one: follows what runs, or looks where it stands. */
  async enter(): Promise<void> {
    // Back from the hosts' screen, where what was missing has been given.
    if (this.run.phase === 'gone' && this.pair !== null && this.standing.looking.failure !== null) return this.standing.look(this.pair)
    if (this.run.phase !== 'idle') return
    const { pair, notes } = this.#wizard
    const known = typeof notes[taskNote] === 'string' ? notes[taskNote] : null
    if (pair === null) return
    this.pair = pair
    this.run.phase = 'starting'
    const found = await this.run.find(pair.name, known).catch(() => null)
    if (found !== null) return this.#follow(found.task)
    this.run.phase = known === null ? 'idle' : 'gone'
    if (known !== null) await this.standing.look(pair)
  }

  async #follow(task: string): Promise<void> {
    await this.run.follow(task)
    const { attention } = this.#wizard
    this.tooLate = this.run.phase === 'done' && this.cancel !== 'no'
    this.cancel = 'no'
    // Whatever became of it: what was read before is not so any more.
    this.#wizard.hostsChanged(Date.now())
    attention.deploy = this.run.phase === 'failed'
    if (this.run.phase === 'done') {
      // What wanted a look before is settled.
      this.#wizard.attention = {}
      this.#wizard.screen(VerifyState).checking.show(this.run.result?.checks ?? [])
      this.#wizard.notes = {}
      // What cannot be tidied up is no failure of the deployment.
      await this.#wizard.finish().catch(() => undefined)
    }
    if (this.run.phase === 'gone' && this.pair !== null) await this.standing.look(this.pair)
  }
}
