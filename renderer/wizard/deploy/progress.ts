import type { EngineEvent } from '../../../electron/contract/events'
import type { CheckResult } from '../../../electron/domain/check'
import type { Phase } from '../../../electron/domain/deployment'
import type { JournalLine } from '../../../electron/domain/journal'
import { neededSteps, type NodePlan } from '../../../electron/domain/plan'

/** Pure: from what the engine tells while it deploys or undoes to what is seen. Lines stay as they are told; they are worded where they are shown. */

type StepLine = Extract<JournalLine, { doing: unknown }>

/**
 * The phases of a deployment that goes well, of every node; those of the pair stand in every node's column. Besides, the first one takes the
 * VIP.
 */
export const deployPhases = ['read', 'prepare', 'commit', 'settle', 'verify', 'hold', 'confirm'] as const satisfies readonly Phase[]

export type PhaseState = 'todo' | 'running' | 'done' | 'failed' | 'waiting'
export interface PhaseProgress {
  readonly state: PhaseState
  /** ms since 1970 here, when its beginning and its end arrived. */
  readonly began: number | null
  readonly ended: number | null
  /** ms since 1970 of the node's clock: first and last line of its journal in this phase. */
  readonly firstLine: number | null
  readonly lastLine: number | null
}

export interface NodeProgress {
  readonly connection: 'none' | 'connecting' | 'connected' | 'failed'
  readonly phases: Readonly<Record<Phase, PhaseProgress>>
  /** The phase it is in, or was in last. */
  readonly phase: Phase | null
  /** What it does now, or takes back: the last step that its journal told of in this phase; null when nothing was said yet. */
  readonly step: StepLine | null
  /** Numbers of the plan's steps that were begun, and of those that found nothing to do. */
  readonly begun: ReadonlySet<number>
  readonly idle: ReadonlySet<number>
  readonly lines: readonly JournalLine[]
  /** Lines that are not kept any more. */
  readonly dropped: number
  /** It cannot be reached: until when (ms since 1970 here) it is waited for. */
  readonly waitingUntil: number | null
}

export interface Progress {
  readonly nodes: Readonly<Record<string, NodeProgress>>
  readonly checks: readonly CheckResult[]
  /** All are being put back. */
  readonly goingBack: boolean
}

/** Lines of a node's journal that are kept for being looked at. */
export const keptLines = 500

const untouched: PhaseProgress = { state: 'todo', began: null, ended: null, firstLine: null, lastLine: null }
const allTodo: NodeProgress['phases'] = {
  read: untouched,
  install: untouched,
  prepare: untouched,
  commit: untouched,
  'take-vip': untouched,
  settle: untouched,
  verify: untouched,
  hold: untouched,
  confirm: untouched,
  rollback: untouched,
  undo: untouched,
}
const noNode: NodeProgress = {
  connection: 'none',
  phases: allTodo,
  phase: null,
  step: null,
  begun: new Set(),
  idle: new Set(),
  lines: [],
  dropped: 0,
  waitingUntil: null,
}

export const nothingYet = (nodes: readonly string[]): Progress => ({
  nodes: Object.fromEntries(nodes.map((name) => [name, noNode])),
  checks: [],
  goingBack: false,
})

/** @param at ms since 1970 when the event arrived */
export function afterEvent(progress: Progress, event: EngineEvent, at: number): Progress {
  switch (event.type) {
    case 'connecting':
      return withNode(progress, event.node, (node) => ({
        ...node,
        connection: event.state === 'started' ? 'connecting' : event.state === 'done' ? 'connected' : 'failed',
      }))
    case 'phase':
      return afterPhase(progress, event, at)
    case 'journal':
      return withNode(progress, event.node, (node) => afterLine(node, event.line))
    case 'check':
      return { ...progress, checks: [...progress.checks, event.check] }
    case 'host-key':
    case 'drill':
    case 'calibration':
      return progress
    default:
      return event satisfies never
  }
}

const withNode = (progress: Progress, name: string, change: (node: NodeProgress) => NodeProgress): Progress => ({
  ...progress,
  nodes: { ...progress.nodes, [name]: change(progress.nodes[name] ?? noNode) },
})

function afterPhase(progress: Progress, event: Extract<EngineEvent, { type: 'phase' }>, at: number): Progress {
  const goingBack = progress.goingBack || event.phase === 'rollback'
  const names = event.node === null ? Object.keys(progress.nodes) : [event.node]
  // The pair's own rollback and undo only sum up what the nodes say.
  const own = event.node === null && event.phase !== 'settle' && event.phase !== 'verify' ? [] : names
  return own.reduce(
    (all, name) =>
      withNode(all, name, (node) => {
        const before = node.phases[event.phase]
        const running = event.state === 'started' || event.state === 'waiting'
        const phase: PhaseProgress = {
          ...before,
          state: event.state === 'started' ? 'running' : event.state,
          began: before.began ?? at,
          ended: running ? null : at,
        }
        return {
          ...node,
          phases: { ...node.phases, [event.phase]: phase },
          phase: event.phase,
          step: event.state === 'started' ? null : node.step,
          waitingUntil: event.state === 'waiting' ? at + (event.seconds ?? 0) * 1000 : null,
        }
      }),
    { ...progress, goingBack },
  )
}

function afterLine(node: NodeProgress, line: JournalLine): NodeProgress {
  const lines = [...node.lines.slice(-(keptLines - 1)), line]
  const dropped = node.dropped + (node.lines.length + 1 - lines.length)
  const told = { ...node, ...counted(node, line), lines, dropped }
  if (node.phase === null) return told
  const phase = node.phases[node.phase]
  // A phase that was waited for goes on as soon as the node is heard.
  const state = phase.state === 'waiting' ? 'running' : phase.state
  const timed: PhaseProgress = { ...phase, state, firstLine: phase.firstLine ?? line.at, lastLine: line.at }
  return { ...told, phases: { ...node.phases, [node.phase]: timed }, waitingUntil: null }
}

/** What a line says of the plan's steps. */
function counted({ step, begun, idle }: NodeProgress, line: JournalLine): Pick<NodeProgress, 'step' | 'begun' | 'idle'> {
  const and = (numbers: ReadonlySet<number>, number: number | null) => (number === null ? numbers : new Set([...numbers, number]))
  switch (line.event) {
    case 'do':
      return { step: line, begun: and(begun, line.step), idle }
    case 'unchanged':
      return { step, begun, idle: and(idle, line.step) }
    case 'back':
      return { step: line, begun, idle }
    default:
      return { step, begun, idle }
  }
}

/** Steps that a node has done, of those that its plan needs; what turned out to need nothing is no work, what did need something is. */
export function workOf(node: NodeProgress, plan: NodePlan): { readonly done: number; readonly total: number } {
  const needed = neededSteps(plan).flatMap(({ number }) => (node.idle.has(number) ? [] : [number]))
  const last = node.lines.at(-1)
  const atIt = last?.event === 'do' && last.step !== null ? 1 : 0
  return { done: node.begun.size - atIt, total: new Set([...needed, ...node.begun]).size }
}

/** How a node is after a deployment that did not end well. */
export function fateOf(node: NodeProgress | undefined): 'untouched' | 'back' | 'done' | 'touched' {
  if (node === undefined || (node.phases.prepare.state === 'todo' && node.phases.rollback.state === 'todo')) return 'untouched'
  if (node.phases.rollback.state === 'done') return 'back'
  return node.phases.confirm.state === 'done' ? 'done' : 'touched'
}

/** ms that a phase took or has taken so far; null: not known. Told again after a reload, only the node's own clock knows. */
export function tookOf(phase: PhaseProgress, now: number): number | null {
  if (phase.began === null) return null
  const heard = phase.firstLine === null || phase.lastLine === null ? 0 : phase.lastLine - phase.firstLine
  const seen = (phase.ended ?? now) - phase.began
  // A phase that is over and of which all was told at once.
  if (phase.ended !== null && seen < 50 && heard === 0) return null
  return Math.max(heard, seen)
}

/** What is counted: phases of all nodes, or nodes that are back. */
export function countOf(progress: Progress, shown: readonly Phase[]): { readonly done: number; readonly total: number } {
  const nodes = Object.values(progress.nodes)
  if (progress.goingBack) return { done: nodes.filter((node) => node.phases.rollback.state === 'done').length, total: nodes.length }
  const done = nodes.reduce((sum, node) => sum + shown.filter((phase) => node.phases[phase].state === 'done').length, 0)
  return { done, total: nodes.length * shown.length }
}

/** Seconds until a node that cannot be reached is given up, the longest; null: none is waited for. */
export function waitingFor(progress: Progress, now: number): { readonly nodes: readonly string[]; readonly seconds: number } | null {
  const waiting = Object.entries(progress.nodes).filter(([, node]) => node.waitingUntil !== null)
  if (waiting.length === 0) return null
  const until = Math.max(...waiting.map(([, node]) => node.waitingUntil ?? 0))
  return { nodes: waiting.map(([name]) => name), seconds: Math.max(0, Math.ceil((until - now) / 1000)) }
}
