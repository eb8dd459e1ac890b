import { execFile, execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'

/** The practice lab (build/lab/README.md) that HOTPAIR_LAB names; this process runs at its operator's place. */

export interface Credentials {
  readonly operator: string
  readonly vip: string
  readonly hosts: readonly { readonly name: string; readonly address: string }[]
  readonly root: { readonly password: string }
  readonly ops: { readonly password: string }
  readonly deploy: { readonly password: string }
  readonly guest: { readonly password: string }
  readonly key: string
  readonly keyWithPassphrase: string
  readonly passphrase: string
  readonly knownHosts: string
}

const executed = promisify(execFile)
const script = 'build/lab/lab.sh'

/** Runs a verb of the lab and resolves with what it prints; rejects with its own words when it fails. */
export async function lab(...args: string[]): Promise<string> {
  const { stdout } = await executed('bash', [script, ...args], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 120_000 })
  return stdout
}

/** Throws, with the lab's own words, when the lab is not up: tests with hosts are never skipped. */
export const credentials = (): Credentials =>
  JSON.parse(readFileSync(execFileSync('bash', [script, 'info'], { encoding: 'utf8' }).trim(), 'utf8')) as Credentials

/** Runs a shell script inside a host, as root and without SSH. */
export const on = async (node: string, text: string): Promise<string> => (await lab('exec', node, 'sh', '-c', text)).trimEnd()

/** The same on each of several hosts, side by side. */
export const onAll = (nodes: readonly string[], text: string): Promise<string[]> => Promise.all(nodes.map((node) => on(node, text)))

/** Writes a text file inside a host. */
export const put = (node: string, path: string, content: string, mode = '0644'): Promise<string> =>
  on(
    node,
    `mkdir -p '${path.replace(/\/[^/]*$/, '')}' && printf %s '${content.replaceAll("'", `'\\''`)}' >'${path}' && chmod ${mode} '${path}'`,
  )

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

/** Looks until `met` returns something, at most `seconds`; then fails with `what`. */
export async function until<T>(what: string, seconds: number, met: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = performance.now() + seconds * 1000
  for (;;) {
    const found = await met()
    if (found !== undefined) return found
    if (performance.now() >= deadline) throw new Error(`waited ${String(seconds)} s in vain until ${what}`)
    // Each look costs a host and this machine a quarter of a second of the processor.
    await pause(700)
  }
}

/** Runs a command inside a host with this standard input (a script, by default); resolves with its status and what it said. */
export const feed = (
  node: string,
  input: string,
  command: readonly string[] = ['sh', '-s'],
): Promise<{ status: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn('bash', [script, 'exec', node, ...command], { stdio: ['pipe', 'pipe', 'pipe'] })
    let output = ''
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('error', reject)
    child.once('close', (status) => {
      resolve({ status, output })
    })
    child.stdin.end(input)
  })
