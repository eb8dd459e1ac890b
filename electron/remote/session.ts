import type { Duplex } from 'node:stream'
import type { Sh } from './sh'

/** What a command left. `status` is null when a signal ended it. */
export interface RunResult {
  readonly stdout: string
  readonly stderr: string
  readonly status: number | null
}

export interface RunOptions {
  /** Run as root: directly, or through sudo as the node says. */
  readonly root?: boolean
  /** Sent to the command's stdin, which is then closed. The only way for a secret to reach a node. */
  readonly input?: string | Uint8Array
  /** ms; by default 30,000; Infinity: none. From the start of the command: waiting for a free channel does not count. Ends with failure `timeout`. */
  readonly timeout?: number
  readonly signal?: AbortSignal
  /** Called with each whole line of stdout as it comes, cut to 64 KiB. What it throws ends the command and is raised. */
  readonly onLine?: (line: string) => void
  /**
   * Following a journal does not count as work of a deployment (see `Session.channels`) and has channels of its own: stdout, of at
   * most 100,000 lines, goes to `onLine` only and is empty in the result.
   */
  readonly tail?: boolean
}

/** An SSH connection to one node. It is the only way in which the engine touches a host. */
export interface Session {
  readonly node: string
  /** Exec channels and SFTP sessions opened so far, tails excepted. */
  readonly channels: number
  /** The local address of the connection's far end as the node sees it: how SSH reached it. Null when unknown, and before the first command. */
  readonly reachedAt: string | null
  /**
   * Resolves with whatever status the command has. The command runs in `sh` and the C locale, without a terminal, at most four at once.
   * Raises connection-lost, timeout, cancelled, command-failed (reason: output-too-large (8 MiB), no-channel, exec-refused; of the first command: no-shell), and as
   * root no-sudo, sudo-password, sudo-missing, secret-missing. A command that ended so may still be at work on the node for a while.
   */
  run(command: Sh, options?: RunOptions): Promise<RunResult>
  /**
   * A TCP connection that the node opens, as `ssh -L` does; it is no channel of the budget. Rejects where sshd forbids it (AllowTcpForwarding) or the
   * node cannot connect.
   */
  readonly forward?: (address: string, port: number) => Promise<Duplex>
  /** Ends the connection; never throws. */
  close(): Promise<void>
}
