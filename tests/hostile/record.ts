import { writeFileSync } from 'node:fs'
import { PlanShelf } from '../../electron/engine/plans'
import { pairHandlers } from '../../electron/handlers/pair'
import { pairSchema } from '../../electron/domain/pair'
import { openHostKeys } from '../../electron/remote/host-keys'
import type { RunOptions, RunResult } from '../../electron/remote/session'
import { SshSession } from '../../electron/remote/ssh-session'
import type { Sh } from '../../electron/remote/sh'
import { dispatcher } from '../../electron/transport/dispatcher'
import { credentials } from '../lab/support/lab'

/**
 * Writes what real hosts answer to the questions of electron/facts, before and after a deployment, to the file it is given: honest answers for the
 * fake hosts. Runs at the operator's place of a fresh practice lab, bundled: see tests/hostile/README.md.
 */
const file = process.argv[2] ?? 'recorded.json'
const recorded: Record<string, Record<string, Record<string, { status: number; output: string }>>> = {}
let state = 'bare'

/** Whatever the answers separate themselves by is random; the machine's own ids are no business of a fixture. */
function take(node: string, stdout: string): void {
  const mark = /^(\S+) clock /.exec(stdout)?.[1] ?? ''
  const parts = stdout.split(`\n${mark} `).slice(1, -1)
  const answers = parts.map((part) => /^(\S+) (\d+)\n([^]*)$/.exec(part) ?? [])
  recorded[state] = {
    ...recorded[state],
    [node]: Object.fromEntries(answers.map(([, name = '', status = '', output = '']) => [name, { status: Number(status), output }])),
  }
}

const run = Object.getOwnPropertyDescriptor(SshSession.prototype, 'run')?.value as (
  this: SshSession,
  command: Sh,
  options?: RunOptions,
) => Promise<RunResult>
SshSession.prototype.run = async function (this: SshSession, command: Sh, options?: RunOptions) {
  const result = await run.call(this, command, options)
  if (command.text === 'sh -s') take(this.node, result.stdout)
  if (process.env['EXCHANGES'] !== undefined) process.stdout.write(`${JSON.stringify([this.node, command.text, result])}\n`)
  return result
}

async function main(): Promise<void> {
  const lab = credentials()
  const pair = pairSchema.parse({
    name: 'web',
    nodes: lab.hosts.slice(0, 2).map(({ name, address }) => ({ name, address })),
    vips: [`${lab.vip}/24`],
    vrrp: { routerId: 66 },
  })
  const wire = dispatcher(
    pairHandlers({
      plans: new PlanShelf(),
      secrets: ({ kind }) => Promise.resolve(kind === 'vrrp' ? 'recorded' : lab.root.password),
      keep: null,
      hostKeys: () => openHostKeys({ read: [lab.knownHosts], write: `${file}.known-hosts` }),
      owner: 'ops@operator process 1',
      authSalt: 'recorded',
      record: () => Promise.resolve(),
      connections: null,
    }),
  )
  const never = new AbortController().signal
  const call = { signal: never, giveUp: never, emit: () => undefined }
  await wire.request('pair.detect', { pair }, call)
  state = 'planning'
  const { plan } = await wire.request('pair.plan', { pair }, call)
  if (plan === null) throw new Error('no plan')
  await wire.request('pair.deploy', { pair, plan: plan.id }, call)
  state = 'deployed'
  await wire.request('pair.detect', { pair }, call)
  state = 'after'
  await wire.request('pair.status', { pair }, call)
  await wire.request('pair.verify', { pair }, call)
  await wire.request('pair.drill', { pair, drills: ['nginx-stop'] }, call)
  await wire.request('pair.undo', { pair }, call)
  const { bare, deployed } = recorded
  writeFileSync(file, `${JSON.stringify({ bare, deployed }, null, 1)}\n`)
}

void main()
