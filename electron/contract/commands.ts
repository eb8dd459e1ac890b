import { z } from 'zod'
import { calibration, seconds as measureSeconds } from '../domain/calibration'
import { checkResult } from '../domain/check'
import { deploymentResult, nodeStatus } from '../domain/deployment'
import { deploymentName, deploymentNameOrNone } from '../domain/deployment-name'
import { journalLine, warning } from '../domain/journal'
import { nodeState } from '../domain/node-state'
import { decisions } from '../domain/open-deployment'
import { drillKinds, drillResult } from '../domain/drill'
import { planId } from '../domain/fact-values'
import { failureSchema, keychainProblems } from '../domain/failure'
import { finding } from '../domain/finding'
import { healthWords } from '../domain/health'
import { holdingSchema } from '../domain/holders'
import { nodeFacts, unitFact } from '../domain/node-facts'
import { nodeName, nodeSchema, pairName, pairSchema, vipSchema } from '../domain/pair'
import { soakResult } from '../domain/soak'
import { planSchema } from '../domain/plan'
import { consequence, unitChange, unitNames } from '../domain/unit-change'
import { logFile, logLine } from '../domain/unit-log'
import { clockOffset, nodeRecords } from '../domain/node-record'
import { mostDays, usualDays, whyOfInstance } from '../domain/why'

/** A face never sees anything of the VRRP password, not even its digest. */
const shownFacts = nodeFacts.omit({ vrrpAuth: true })

const pair = pairSchema
const text = z.string().max(4096)

/** Names a secret; its value only ever goes towards the engine. */
const secretRef = z.object({ kind: z.enum(['password', 'sudo', 'passphrase', 'vrrp']), pair: pairName, node: nodeName.optional() })

/** `at`: the one account (accountText) that it is for; without it, whichever the node has. */
const secretState = z.object({
  secrets: z.array(z.object({ ref: secretRef.extend({ at: text.optional() }), where: z.enum(['keychain', 'session']) })),
})

const settings = z.object({
  language: z.enum(['system', 'en', 'zh-CN']),
  theme: z.enum(['system', 'light', 'dark']),
  /** That there is no Chinese font need not be said any more. */
  fontNote: z.literal('dismissed').optional(),
})

/** What the wizard has so far: never a secret. Kept so that nothing typed is lost; its inside belongs to the renderer. */
const draft = z.object({ id: z.string().regex(/^[a-z0-9-]{1,40}$/), saved: z.iso.datetime(), name: z.string().max(64), content: z.json() })

/** Work that goes on by itself, whatever becomes of the window. */
const taskCommands = ['pair.deploy', 'pair.verify', 'pair.drill', 'pair.undo', 'pair.unit'] as const
const taskState = z.object({
  task: z.string(),
  command: z.enum(taskCommands),
  pair: z.string(),
  started: z.iso.datetime(),
  state: z.enum(['running', 'cancelling', 'done', 'failed']),
})

/** How a pair is, and where an open or past deployment stands on each node. */
const statusOutput = z.object({
  health: z.enum(healthWords),
  /** Who has each VIP. */
  holders: z.record(z.string(), holdingSchema),
  nodes: z.record(
    z.string(),
    z.union([
      z.object({
        reachable: z.literal(true),
        nginx: unitFact.shape.active,
        keepalived: unitFact.shape.active,
        /** Units that the node does not have. */
        missing: z.array(z.enum(unitNames)).default([]),
        deployment: nodeStatus,
        /** The deployment before it, which an undo goes back to; empty: what was there before Hotpair. */
        before: deploymentNameOrNone,
      }),
      z.object({ reachable: z.literal(false), failure: failureSchema }),
    ]),
  ),
})

const nothing = z.object({})

/** Name → input schema, output schema. Handlers, transports and faces are derived from this table. */
export const commands = {
  // ---- the main job ----
  'pair.detect': {
    input: z.object({ pair }),
    output: z.object({ facts: z.record(z.string(), shownFacts), findings: z.array(finding), channels: z.record(z.string(), z.number()) }),
  },
  'pair.plan': {
    input: z.object({ pair }),
    /** No plan where preflight refuses. */
    output: z.object({ findings: z.array(finding), plan: planSchema.nullable() }),
  },
  'pair.deploy': {
    /** The plan that was looked at; nothing else is deployed. */
    input: z.object({ pair, plan: planId }),
    output: deploymentResult,
  },
  'pair.verify': { input: z.object({ pair }), output: z.object({ checks: z.array(checkResult) }) },
  'pair.drill': {
    input: z.object({
      pair,
      drills: z.union([z.literal('seed'), z.array(z.enum(drillKinds)).min(1)]),
      /** ms by which downtime may be longer than the settings allow: for slow networks and busy hosts. */
      room: z.int().min(0).max(600_000).default(0),
    }),
    output: z.object({ drills: z.array(drillResult) }),
  },
  /** Drills by chance for a while, and what is found on the nodes after each. */
  'pair.soak': {
    input: z.object({
      pair,
      seed: z.int().min(0).max(4_294_967_295),
      minutes: z.int().min(1).max(1440),
      room: z.int().min(0).max(600_000).default(0),
    }),
    output: soakResult,
  },
  'pair.export': {
    /** The plan that was looked at. */
    input: z.object({ pair, plan: planId, to: z.string().min(1) }),
    output: z.object({ folder: z.string(), files: z.array(z.string()) }),
  },
  'pair.undo': {
    /** all: every deployment that the nodes still have, so that nothing of the pair is left on them; else the last one. */
    input: z.object({ pair, all: z.boolean().default(false) }),
    output: z.object({
      deployments: z.record(z.string(), deploymentName),
      states: z.record(z.string(), nodeState),
      warnings: z.array(warning.extend({ node: z.string() })),
      /** As it was asked for: who comes to look later knows it from here. */
      all: z.boolean().default(false),
    }),
  },
  /** Only looks. A node that gave no answer lately is left alone for a while, unless it is urgent: a person has asked. */
  'pair.status': { input: z.object({ pair, urgent: z.boolean().default(false) }), output: statusOutput },
  'pair.finish': {
    /** Finishes a deployment that was left open, when its engine is known to be gone; with force whoever may be at work. */
    input: z.object({ pair, force: z.boolean() }),
    output: statusOutput.extend({
      /** What was done about it; null: none is open. The rest is how the pair is afterwards. */
      finished: z.object({ deployment: deploymentName, decision: z.enum(decisions) }).nullable(),
    }),
  },

  /** Starts, stops or restarts nginx or keepalived of one node. Not done where clients would notice something else than what was agreed to. */
  'pair.unit': {
    input: unitChange.extend({ pair, node: nodeName, agreed: consequence }),
    output: z.object({ state: unitFact.shape.active }),
  },
  /** The newest lines that nginx or keepalived of one node has logged. */
  'pair.log': {
    input: z.object({ pair, node: nodeName, unit: z.enum(unitNames) }),
    /** errorLog: nginx's own, where there is one. */
    output: z.object({ lines: z.array(logLine), errorLog: logFile.nullable() }),
  },
  /** Who held the VIPs in the last days, who does now, and why, by the nodes' own records. Only looks. */
  'pair.why': {
    input: z.object({ pair, days: z.int().min(1).max(mostDays).default(usualDays) }),
    output: z.object({
      instances: z.array(whyOfInstance),
      nodes: z.record(
        z.string(),
        z.union([
          /** `from`: ms since 1970; the records cover what was since. `clock`: how much its times were corrected by, and may be off. */
          nodeRecords.omit({ records: true }).extend({ reachable: z.literal(true), clock: clockOffset }),
          z.object({ reachable: z.literal(false), failure: failureSchema }),
        ]),
      ),
    }),
  },

  /**
   * Measures how adverts arrive between hosts, which need not be a pair yet, and chooses the timing by it. Nothing is changed, and nothing of it stays.
   * load: keeps all their processors busy meanwhile.
   */
  'pair.calibrate': {
    input: z.object({
      name: pairName,
      nodes: z.array(nodeSchema).min(2).max(8),
      vips: z.array(vipSchema).max(20).default([]),
      seconds: z.int().min(measureSeconds.least).max(measureSeconds.most).default(measureSeconds.plain),
      load: z.boolean().default(false),
    }),
    output: calibration,
  },

  // ---- what the wizard needs besides ----
  'app.start': {
    input: nothing,
    output: z.object({
      version: z.string(),
      face: z.enum(['desktop', 'browser']),
      /** BCP 47 tag of the system. */
      locale: z.string(),
      platform: z.string(),
      settings,
      /** Without a keychain credentials live until the program ends; `problem` has its sentence as that reason of failure keychain. */
      keychain: z.object({ available: z.boolean(), problem: z.enum(keychainProblems).nullable() }),
      /** The practice lab when the engine runs in it: its pair, ready to use; credentials are known already. */
      lab: z.object({ pair: z.json() }).nullable(),
      home: z.string(),
    }),
  },
  'app.settings': { input: settings, output: nothing },
  /** Opens the system's dialog; null: cancelled, or the face has none (the browser face asks in the page). */
  'app.pick-folder': { input: nothing, output: z.object({ path: text.nullable() }) },
  'app.pick-file': { input: nothing, output: z.object({ path: text.nullable() }) },

  'pairs.list': {
    input: nothing,
    output: z.object({ pairs: z.array(z.object({ name: z.string(), pair, saved: z.iso.datetime() })), problems: z.array(failureSchema) }),
  },
  'pairs.save': { input: z.object({ pair }), output: nothing },
  /** Forgets the pair here, and its credentials; the hosts are not touched. */
  'pairs.remove': { input: z.object({ name: pairName }), output: nothing },
  /** Reads a pair file's text (YAML or JSON); failure pair-invalid names the fields. */
  'pairs.parse': { input: z.object({ text: z.string().max(1_000_000), file: text }), output: z.object({ pair }) },
  'pairs.read': { input: z.object({ path: text }), output: z.object({ pair }) },
  /** The pair as a file, for saving. */
  'pairs.format': { input: z.object({ pair }), output: z.object({ text: z.string() }) },
  'pairs.history': {
    input: z.object({ name: pairName }),
    output: z.object({
      entries: z.array(
        z.object({
          time: z.string(),
          kind: z.enum(['deployment', 'undo', 'drill', 'verification', 'unit']),
          id: deploymentNameOrNone,
          result: z.string(),
          data: z.json(),
        }),
      ),
    }),
  },

  /** When something was last done to the hosts of a pair from this machine, by whichever face; null: nothing is known. */
  'pairs.changed': { input: z.object({ name: pairName }), output: z.object({ changed: z.iso.datetime().nullable() }) },

  /** Opens the site of a stored pair at one of its VIPs in the system's browser; false: the face has none, or the pair no such VIP. */
  'site.open': { input: z.object({ pair: pairName, vip: vipSchema }), output: z.object({ opened: z.boolean() }) },

  'draft.list': { input: nothing, output: z.object({ drafts: z.array(draft) }) },
  'draft.save': { input: draft, output: nothing },
  'draft.remove': { input: z.object({ id: z.string() }), output: nothing },

  /** remember: in the system's keychain; else, or where there is none, until the program ends. */
  'secret.set': { input: z.object({ ref: secretRef, value: z.string().max(4096), remember: z.boolean() }), output: nothing },
  /** Where each secret of a pair is; never its value. */
  'secret.state': { input: z.object({ pair: pairName }), output: secretState },
  /**
   * What is kept for a node of a stored pair is kept for this node, too, and sent to no other account. Failure secret-elsewhere when the
   * stored node has another address, port or user. Answers with the state of the pair that has it now.
   */
  'secret.reuse': {
    input: z.object({ from: z.object({ pair: pairName, node: nodeName }), to: z.object({ pair: pairName, node: nodeSchema }) }),
    output: secretState,
  },
  'secret.forget': { input: z.object({ pair: pairName, node: nodeName.optional() }), output: nothing },
  /** When a pair or a node gets another name. */
  'secret.rename': { input: z.object({ from: secretRef, to: secretRef }), output: nothing },

  /** Connects to one node and looks: failure host-key-unknown carries the fingerprint to accept. */
  'node.test': {
    input: z.object({ pair: pairName, node: nodeSchema }),
    output: z.object({
      os: z.string(),
      hostname: z.string(),
      architecture: z.string(),
      interface: z.string().nullable(),
      /** Own IPv4 address there with prefix. */
      address: z.string().nullable(),
      nginx: z.string().nullable(),
      keepalived: z.string().nullable(),
      root: z.enum(['root', 'sudo', 'sudo-password']),
    }),
  },
  /** Accepts the one key that was shown; it is written to our own file when the host next shows it. */
  'host-key.accept': { input: z.object({ host: text, port: z.int(), fingerprint: text }), output: nothing },
  /** Hosts of ~/.ssh/config that name one machine, and private keys in ~/.ssh. */
  'ssh.suggestions': {
    input: nothing,
    output: z.object({
      hosts: z.array(z.object({ alias: text, address: text, port: z.int(), user: text.nullable(), keyFile: text.nullable() })),
      keys: z.array(text),
      agent: z.boolean(),
    }),
  },
  /** Facts of hosts that are not a pair yet. */
  'hosts.detect': {
    input: z.object({ name: pairName, nodes: z.array(nodeSchema).min(2).max(8) }),
    output: z.object({ facts: z.record(z.string(), shownFacts), findings: z.array(finding) }),
  },
  /** Free addresses (asked on the LAN from every node) and an unused VRID. */
  'vip.suggest': {
    input: z.object({ name: pairName, nodes: z.array(nodeSchema).min(2).max(8) }),
    output: z.object({
      vips: z.array(z.object({ address: text, checked: z.boolean() })),
      routerId: z.int(),
      /** VRIDs heard on the LAN; null: no node could listen. */
      heard: z.array(z.int()).nullable(),
    }),
  },
  /** One address that was typed: whether it is free on the LAN, asked from every node. */
  'vip.check': {
    input: z.object({ name: pairName, nodes: z.array(nodeSchema).min(2).max(8), vip: vipSchema }),
    output: z.object({
      /** own: a node of the pair has it. not-checked: not every node could look, and nobody answered. */
      state: z.enum(['free', 'used', 'own', 'not-checked']),
      /** Who answered, for "used" only. */
      mac: text,
      asked: z.iso.datetime(),
    }),
  },
  /** Everything that a plan made before would put on the nodes. Failure plan-outdated when the engine has it no more. */
  'plan.bundles': {
    input: z.object({ plan: planId }),
    output: z.object({ bundles: z.record(z.string(), z.array(z.object({ path: z.string(), content: z.string() }))) }),
  },

  'task.start': { input: z.object({ command: z.enum(taskCommands), input: z.json() }), output: z.object({ task: z.string() }) },
  'task.list': { input: nothing, output: z.object({ tasks: z.array(taskState) }) },
  /** Emits everything the task has told so far, then what it tells; ends with its result. Ending the call does not end the task. */
  'task.follow': {
    input: z.object({ task: z.string() }),
    output: z.object({ state: taskState, result: z.json().nullable(), failure: failureSchema.nullable() }),
  },
  /** Once: ends the work and undoes it. Twice: gives up waiting for hosts that cannot be reached. */
  'task.cancel': { input: z.object({ task: z.string() }), output: nothing },
  /** The journals of an open deployment as its nodes have them. */
  'deployment.journal': {
    input: z.object({ pair, deployment: deploymentName }),
    output: z.object({ nodes: z.record(z.string(), z.object({ state: nodeState, lines: z.array(journalLine) }).nullable()) }),
  },
} as const

export type CommandName = keyof typeof commands
/** What a face sends. */
export type Sent<C extends CommandName> = z.input<(typeof commands)[C]['input']>
/** What a handler gets. */
export type Input<C extends CommandName> = z.output<(typeof commands)[C]['input']>
export type Output<C extends CommandName> = z.output<(typeof commands)[C]['output']>
export type TaskCommand = (typeof taskCommands)[number]
