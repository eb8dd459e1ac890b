import { spawn, type ChildProcess } from 'node:child_process'
import { networkInterfaces } from 'node:os'
import { inSubnet, parseCidr } from '../domain/address'
import { HotpairError, systemReason } from '../domain/failure'
import { Gathered } from './gathered'
import type { RunResult } from './session'

/** Programs and routes of the operator's own machine. */

const limit = 8 * 1024 * 1024

export interface LocalOptions {
  /** ms; by default 30,000. */
  readonly timeout?: number
  readonly signal?: AbortSignal
  readonly input?: string
}

/** Ours without what may be a secret (HOTPAIR_PASSWORD_… ): no other program needs it. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HOTPAIR_')))

/**
 * Runs a program with an argument list, never through a shell, in the C locale. Resolves with whatever status it has. When it fails, what the
 * program has started in turn is killed with it (not on Windows), and nothing that still holds its pipes keeps this process from its end.
 * Raises command-failed (it cannot be started, or prints more than 8 MiB to stdout or stderr), timeout, cancelled.
 */
export function runLocal(file: string, args: readonly string[], options: LocalOptions = {}): Promise<RunResult> {
  const timeout = options.timeout ?? 30_000
  const command = [file, ...args].join(' ').slice(0, 200)
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted) {
      reject(new HotpairError('cancelled', { values: { command } }))
      return
    }
    const child = spawn(file, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...environment(), LC_ALL: 'C' },
      windowsHide: true,
      // A process group of its own, so that all of it can be killed.
      detached: process.platform !== 'win32',
    })
    const out = new Gathered(limit)
    const err = new Gathered(limit)
    const finish = (failure?: HotpairError): void => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', abort)
      if (!failure) return
      killGroup(child)
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy()
      child.unref()
      reject(failure)
    }
    const abort = (): void => {
      finish(new HotpairError('cancelled', { values: { command } }))
    }
    const timer = setTimeout(() => {
      finish(new HotpairError('timeout', { values: { command, seconds: timeout / 1000 } }))
    }, timeout)
    options.signal?.addEventListener('abort', abort, { once: true })
    const collect =
      (into: Gathered) =>
      (chunk: Buffer): void => {
        if (!into.take(chunk))
          finish(new HotpairError('command-failed', { values: { command, output: '', reason: 'output-too-large', limit } }))
      }
    child.stdout.on('data', collect(out))
    child.stderr.on('data', collect(err))
    child.once('error', (error: NodeJS.ErrnoException) => {
      finish(
        new HotpairError('command-failed', {
          values: { command, output: '', ...(error.code === 'ENOENT' ? { reason: 'not-found' } : systemReason(error, ['EACCES'])) },
          cause: error,
        }),
      )
    })
    child.once('close', (status) => {
      finish()
      resolve({ stdout: out.text(), stderr: err.text(), status })
    })
    // A program may end without reading its input.
    child.stdin.on('error', () => undefined)
    child.stdin.end(options.input ?? '')
  })
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // All of it has ended.
  }
}

export interface Route {
  /** True: the operator's machine reaches the address without a router. */
  readonly onLink: boolean
  /** The interface that is in the address's network; null when there is none. */
  readonly interface: string | null
  /** The operator's own address in that network. */
  readonly source: string | null
}

/** Whether an IPv4 address lies in a network of one of this machine's interfaces. By netmasks, so that it sends nothing. */
export function routeTo(address: string, interfaces = networkInterfaces()): Route {
  const candidates = Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? []).flatMap((entry) => {
      const network = entry.family === 'IPv4' && entry.cidr !== null ? parseCidr(entry.cidr) : undefined
      return network && inSubnet(address, network) ? [{ name, network }] : []
    }),
  )
  // The kernel takes the longest prefix too.
  const best = candidates.sort((a, b) => b.network.prefix - a.network.prefix)[0]
  return { onLink: best !== undefined, interface: best?.name ?? null, source: best?.network.address ?? null }
}
