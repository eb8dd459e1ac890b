import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { feed } from './lab'

/** Where a secret was found; never the secret itself. */
export type Found = string

/** What is searched for, by a name that may be shown. */
export type Secrets = Readonly<Record<string, string>>

/** As it stands, and as base64 would carry it. */
const forms = (secret: string): string[] => [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')]

export const inText = (secrets: Secrets, where: string, text: string): Found[] =>
  Object.entries(secrets).flatMap(([name, secret]) => (forms(secret).some((form) => text.includes(form)) ? [`${name} in ${where}`] : []))

/** Every file below a folder of this machine. */
export const inFolder = (secrets: Secrets, folder: string): Found[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .flatMap((path) => inText(secrets, path, readFileSync(path, 'latin1')))

/** Every file of a host, and all that its journal says. The patterns go over standard input, so that the search does not find itself. */
export async function onHost(secrets: Secrets, node: string): Promise<Found[]> {
  const found: Found[] = []
  for (const [name, secret] of Object.entries(secrets)) {
    const patterns = `${forms(secret).join('\n')}\n`
    const files = await feed(node, patterns, ['sh', '-c', 'grep -rlasF -f - --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev / || :'])
    found.push(...files.output.split('\n').flatMap((path) => (path === '' ? [] : [`${name} in ${node}:${path}`])))
    const journal = await feed(node, patterns, [
      'bash',
      '-c',
      'patterns=$(cat); journalctl -q --no-pager -o export | grep -caF -f <(printf "%s\\n" "$patterns") || :',
    ])
    if (journal.output.trim() !== '0') found.push(`${name} in the journal of ${node}`)
  }
  return found
}

/**
 * Looks at every process again and again, those of the hosts included: hosts are namespaces of this machine. Of our own command line
 * only the arguments are looked at: its environment is where it was given the secrets.
 */
export class ProcessWatch {
  readonly #secrets: Secrets
  readonly #found = new Set<Found>()
  readonly #own = namespaceOf('self')
  #timer: NodeJS.Timeout | undefined
  looks = 0
  hostProcesses = 0

  constructor(secrets: Secrets) {
    this.#secrets = secrets
    this.#look()
  }

  #look(): void {
    for (const pid of readdirSync('/proc')) {
      if (!/^\d+$/.test(pid)) continue
      const inHost = namespaceOf(pid) !== this.#own
      if (inHost) this.hostProcesses++
      for (const what of inHost ? ['cmdline', 'environ'] : ['cmdline']) {
        for (const found of inText(this.#secrets, `${what} of ${nameOf(pid)}`, textOf(`/proc/${pid}/${what}`))) this.#found.add(found)
      }
    }
    this.looks++
    this.#timer = setTimeout(() => {
      this.#look()
    }, 15)
  }

  stop(): Found[] {
    clearTimeout(this.#timer)
    return [...this.#found]
  }
}

/** A process may be gone by the time it is looked at. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
const nameOf = (pid: string): string => textOf(`/proc/${pid}/comm`).trim() || 'a process'
function namespaceOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`)
  } catch {
    return ''
  }
}
