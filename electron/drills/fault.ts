import type { DrillKind } from '../domain/drill'
import { sh, type Sh } from '../remote/sh'

/** What a fault has to know of the node that it is made on. */
export interface FaultPlace {
  /** Carries the VIPs. */
  readonly interface: string
  /** The VIPs' addresses. */
  readonly vips: readonly string[]
  /** Where the pair's site answers. */
  readonly site: { readonly port: number; readonly secure: boolean }
}

/** A fault that is made on purpose, and its undo. All of it runs as root and may run twice. */
export interface Fault {
  readonly kind: DrillKind
  /** Succeeds where the node can do it. */
  readonly possible: Sh
  readonly inject: (place: FaultPlace) => Sh
  /** Must leave nginx and keepalived running. systemd-run expands `$`, so there is none. */
  readonly heal: (place: FaultPlace) => Sh
  /** Succeeds while the fault is there, and where that cannot be seen. Without `$`, too. */
  readonly took: Sh
  /**
   * What the node says of itself meanwhile is not what the others see. alone: SSH works, but what it holds reaches nobody · cut: SSH is cut until the
   * node heals itself · boots: it comes back by booting.
   */
  readonly away: 'alone' | 'cut' | 'boots' | null
}

export const always = sh`true`
/** A process of this name is stopped (SIGSTOP): state T (proc(5)). Without `$`. */
export const suspended = (name: string): Sh => sh`grep -lsx ${`Name:.${name}`} /proc/[0-9]*/status | xargs grep -qs '^State:.T'`
export const startBoth = sh`systemctl start nginx keepalived`

/** A fault that needs nothing, and during which the node can be asked. */
export const fault = (kind: DrillKind, scripts: Pick<Fault, 'inject' | 'heal' | 'took'> & Partial<Fault>): Fault => ({
  possible: always,
  away: null,
  ...scripts,
  kind,
})

/** Runs when the exec that asks for it has ended: it would be cut off by what it does. */
export const shortly = (script: Sh): Sh =>
  sh`systemd-run --quiet --collect --on-active=200ms --timer-property=AccuracySec=10ms /bin/sh -c ${script.text}`
