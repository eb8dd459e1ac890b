import type { DrillKind } from '../domain/drill'
import type { NodeCondition } from '../domain/election'
import type { Pair } from '../domain/pair'
import type { Sh } from '../remote/sh'

/** A fault that is injected on purpose, and its undo. Both run as root and may run twice. */
export interface Fault {
  readonly kind: DrillKind
  readonly inject: Sh
  /** Must leave nginx and keepalived running. systemd-run expands `$`, so there is none. */
  readonly heal: Sh
  /** Succeeds while the fault is there. Without `$`, too. */
  readonly took: Sh
  /** What the node is for VRRP while the fault is there. */
  readonly state: NodeCondition
  /** False where the node puts it right by itself, so that the VIP stays. */
  readonly expectMoves: (pair: Pair) => boolean
}
