import type { CommandName, Output, Sent } from '../../electron/contract/commands'
import { pairSchema, type PairInput } from '../../electron/domain/pair'
import { decideUnitChange } from '../../electron/domain/unit-change'

/** What is run against hostile hosts: every command of the contract and every verb of the command line, each once. */

/** bare: nothing was ever deployed · deployed: confirmed on both · open: committed on both, and their engine is gone */
export type Start = 'bare' | 'deployed' | 'open'

/** Rejects when the engine answers with a failure; what comes after it is then left out. */
export type Ask = <C extends CommandName>(command: C, input: Sent<C>) => Promise<Output<C>>

export interface Given {
  readonly pair: PairInput
  readonly fingerprints: readonly string[]
  readonly exportTo: string
  readonly file: string
  /** Of what is open on the hosts, where something is. */
  readonly deployment: string
}

interface Limits {
  readonly start: Start
  /** Engine's seconds in which it must have ended: from its own time limits (connect 50, facts 60, a command 30); of what may wait for a verb, after the cancels. */
  readonly seconds: number
  /** After this many the person at the screen cancels, and once more 30 later; 0: that is not done. */
  readonly cancel?: number
}
export interface CommandCase extends Limits {
  readonly run: (ask: Ask, given: Given) => Promise<unknown>
}

const local = (run: CommandCase['run']): CommandCase => ({ start: 'bare', seconds: 30, run })
const nodes = (given: Given) => given.pair.nodes
const draft = { id: 'draft-1', saved: '2026-01-01T00:00:00.000Z', name: 'drafted', content: {} }
const ref = { kind: 'password', pair: 'other', node: 'nginx1' } as const

const reading = { start: 'deployed', seconds: 240 } as const
/** Follows a task to its end, whatever that is. */
const task = async (ask: Ask, { pair }: Given): Promise<string> =>
  (await ask('task.start', { command: 'pair.verify', input: { pair } as never })).task

/** The plan that is looked at first; one that is not known where preflight refuses what a host says. */
const planned = async (ask: Ask, pair: Given['pair']): Promise<string> => (await ask('pair.plan', { pair })).plan?.id ?? '0'.repeat(16)

export const commandCases: { readonly [C in CommandName]: CommandCase } = {
  'pair.detect': { ...reading, run: (ask, { pair }) => ask('pair.detect', { pair }) },
  'pair.plan': { ...reading, start: 'bare', run: (ask, { pair }) => ask('pair.plan', { pair }) },
  'pair.deploy': {
    start: 'bare',
    seconds: 420,
    cancel: 160,
    run: async (ask, { pair }) => ask('pair.deploy', { pair, plan: await planned(ask, pair) }),
  },
  'pair.verify': { ...reading, seconds: 300, run: (ask, { pair }) => ask('pair.verify', { pair }) },
  'pair.drill': {
    start: 'deployed',
    seconds: 420,
    cancel: 160,
    run: (ask, { pair }) => ask('pair.drill', { pair, drills: ['keepalived-stop'] }),
  },
  'pair.soak': {
    start: 'deployed',
    seconds: 420,
    cancel: 160,
    run: (ask, { pair }) => ask('pair.soak', { pair, seed: 1, minutes: 1 }),
  },
  'pair.export': {
    ...reading,
    start: 'bare',
    run: async (ask, { pair, exportTo }) => ask('pair.export', { pair, plan: await planned(ask, pair), to: exportTo }),
  },
  'pair.undo': { start: 'deployed', seconds: 420, cancel: 160, run: (ask, { pair }) => ask('pair.undo', { pair }) },
  /** Twice, so that a connection that was kept is met, too. */
  'pair.status': {
    ...reading,
    start: 'open',
    run: async (ask, { pair }) => {
      await ask('pair.status', { pair, urgent: true })
      return await ask('pair.status', { pair, urgent: true })
    },
  },
  'pair.finish': { start: 'open', seconds: 420, cancel: 160, run: (ask, { pair }) => ask('pair.finish', { pair, force: true }) },
  /** What would be noticed is asked of them, too: they may be lying by then. */
  'pair.unit': {
    start: 'deployed',
    seconds: 420,
    cancel: 160,
    run: async (ask, { pair }) => {
      const wanted = { node: 'nginx2', unit: 'nginx', change: 'restart' } as const
      const decision = decideUnitChange(pairSchema.parse(pair), await ask('pair.status', { pair, urgent: true }), wanted, false)
      const nothing = { effects: [{ is: 'nothing' as const, vips: [] }], notes: [] }
      return await ask('pair.unit', { pair, ...wanted, agreed: decision.refused === null ? decision.consequence : nothing })
    },
  },
  'pair.why': { ...reading, run: (ask, { pair }) => ask('pair.why', { pair, days: 7 }) },
  'pair.log': { ...reading, run: (ask, { pair }) => ask('pair.log', { pair, node: 'nginx1', unit: 'nginx' }) },

  'pair.calibrate': {
    ...reading,
    start: 'bare',
    seconds: 300,
    run: (ask, given) => ask('pair.calibrate', { name: 'web', nodes: nodes(given), seconds: 5, load: true }),
  },

  'app.start': local((ask) => ask('app.start', {})),
  'app.settings': local((ask) => ask('app.settings', { language: 'en', theme: 'dark' })),
  'app.pick-folder': local((ask) => ask('app.pick-folder', {})),
  'app.pick-file': local((ask) => ask('app.pick-file', {})),
  'pairs.list': local((ask) => ask('pairs.list', {})),
  'pairs.save': local((ask, { pair }) => ask('pairs.save', { pair })),
  'pairs.remove': local((ask) => ask('pairs.remove', { name: 'other' })),
  'pairs.parse': local((ask, { pair }) => ask('pairs.parse', { text: JSON.stringify(pair), file: 'pair.yaml' })),
  'pairs.read': local((ask, { file }) => ask('pairs.read', { path: file })),
  'pairs.changed': local((ask) => ask('pairs.changed', { name: 'other' })),
  'pairs.format': local((ask, { pair }) => ask('pairs.format', { pair })),
  /** After something went wrong, for that is what it tells of. */
  'pairs.history': {
    start: 'deployed',
    seconds: 420,
    cancel: 160,
    run: async (ask, { pair }) => {
      await ask('pair.undo', { pair }).catch(() => undefined)
      return await ask('pairs.history', { name: 'web' })
    },
  },
  'site.open': local((ask, { pair }) => ask('site.open', { pair: 'web', vip: pair.vips[0] ?? '' })),
  'draft.list': local((ask) => ask('draft.list', {})),
  'draft.save': local((ask) => ask('draft.save', draft)),
  'draft.remove': local((ask) => ask('draft.remove', { id: 'draft-1' })),
  'secret.set': local((ask) => ask('secret.set', { ref, value: 'not-for-a-host', remember: true })),
  'secret.state': local((ask) => ask('secret.state', { pair: 'web' })),
  /** Refused, since no stored pair has this node at this address; and then one that does. */
  'secret.reuse': local(async (ask, { pair }) => {
    const node = pair.nodes[0] as PairInput['nodes'][number]
    const from = { pair: pair.name, node: node.name }
    await ask('secret.reuse', { from, to: { pair: 'other', node: { ...node, address: '203.0.113.7' } } }).catch(() => undefined)
    await ask('pairs.save', { pair })
    return await ask('secret.reuse', { from, to: { pair: 'other', node } })
  }),
  'secret.forget': local((ask) => ask('secret.forget', { pair: 'other' })),
  'secret.rename': local((ask) => ask('secret.rename', { from: ref, to: { ...ref, pair: 'another' } })),
  'ssh.suggestions': local((ask) => ask('ssh.suggestions', {})),

  'node.test': { ...reading, run: (ask, given) => ask('node.test', { pair: 'web', node: nodes(given)[1] as PairInput['nodes'][number] }) },
  /** Again, and then its host is asked. */
  'host-key.accept': {
    ...reading,
    run: async (ask, { pair, fingerprints }) => {
      await ask('host-key.accept', { host: '127.0.0.1', port: pair.nodes[0]?.port ?? 22, fingerprint: fingerprints[0] ?? '' })
      return await ask('node.test', { pair: 'web', node: pair.nodes[0] as PairInput['nodes'][number] })
    },
  },
  'hosts.detect': { ...reading, run: (ask, given) => ask('hosts.detect', { name: 'web', nodes: nodes(given) }) },
  'vip.suggest': { ...reading, seconds: 300, run: (ask, given) => ask('vip.suggest', { name: 'web', nodes: nodes(given) }) },
  'vip.check': {
    ...reading,
    run: (ask, given) => ask('vip.check', { name: 'web', nodes: nodes(given), vip: '198.51.100.199' }),
  },
  'plan.bundles': {
    ...reading,
    start: 'bare',
    run: async (ask, { pair }) => ask('plan.bundles', { plan: await planned(ask, pair) }),
  },
  'task.start': { ...reading, seconds: 300, run: async (ask, given) => ask('task.follow', { task: await task(ask, given) }) },
  'task.list': {
    ...reading,
    seconds: 300,
    run: async (ask, given) => {
      const started = await task(ask, given)
      await ask('task.list', {})
      return await ask('task.follow', { task: started })
    },
  },
  'task.follow': {
    ...reading,
    seconds: 300,
    run: async (ask, given) => {
      const started = await task(ask, given)
      return await Promise.all([1, 2].map(() => ask('task.follow', { task: started })))
    },
  },
  'task.cancel': {
    ...reading,
    seconds: 300,
    run: async (ask, given) => {
      const started = await task(ask, given)
      const followed = ask('task.follow', { task: started })
      await ask('task.cancel', { task: started })
      await ask('task.cancel', { task: started })
      return await followed
    },
  },
  'deployment.journal': { ...reading, start: 'open', run: (ask, { pair, deployment }) => ask('deployment.journal', { pair, deployment }) },
}

export interface VerbCase extends Limits {
  readonly args: (given: Given) => readonly string[]
  /** False: it knows no pair. */
  readonly connects?: false
}

/** By the verb's name as `hotpair --help` has it. */
export const verbCases: Readonly<Record<string, VerbCase>> = {
  init: { start: 'bare', seconds: 30, connects: false, args: ({ exportTo }) => [`${exportTo}/web/new.yaml`] },
  schema: { start: 'bare', seconds: 30, connects: false, args: () => [] },
  detect: { ...reading, args: ({ file }) => [file] },
  calibrate: { ...reading, start: 'bare', seconds: 300, args: ({ file }) => [file, '--seconds', '5'] },
  plan: { ...reading, start: 'bare', args: ({ file }) => [file] },
  deploy: { start: 'bare', seconds: 420, cancel: 160, args: ({ file }) => [file, '--yes'] },
  verify: { ...reading, seconds: 300, args: ({ file }) => [file] },
  drill: { start: 'deployed', seconds: 420, cancel: 160, args: ({ file }) => [file, 'keepalived-stop'] },
  soak: { start: 'deployed', seconds: 420, cancel: 160, args: ({ file }) => [file, '--seed', '1', '--minutes', '1'] },
  export: { ...reading, start: 'bare', args: ({ file, exportTo }) => [file, '--to', exportTo] },
  undo: { start: 'deployed', seconds: 420, cancel: 160, args: ({ file }) => [file] },
  why: { ...reading, args: ({ file }) => [file] },
  status: { ...reading, start: 'open', args: ({ file }) => [file] },
  finish: { start: 'open', seconds: 420, cancel: 160, args: ({ file }) => [file, '--force'] },
  unit: { start: 'deployed', seconds: 420, cancel: 160, args: ({ file }) => [file, 'nginx2', 'nginx', 'restart', '--yes'] },
  history: { ...reading, start: 'bare', args: ({ file }) => [file] },
}

/** The limits of a command of the contract, or of `hotpair VERB`; undefined when it has no case. */
export const limitsOf = (target: string): Limits | undefined =>
  target.startsWith('hotpair ')
    ? verbCases[target.slice('hotpair '.length)]
    : (commandCases as Readonly<Record<string, CommandCase>>)[target]
