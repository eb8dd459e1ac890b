import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import SSHConfig, { LineType, type Directive, type Line } from 'ssh-config'
import { readText } from '../disk/regular'
import { matchesPatterns } from '../domain/wildcard'

export interface SshSuggestions {
  readonly hosts: { alias: string; address: string; port: number; user: string | null; keyFile: string | null }[]
  /** Private key files in ~/.ssh that have a public one beside them. */
  readonly keys: string[]
  readonly agent: boolean
}

/** Bytes; a larger configuration gives nothing. */
const largest = 128 * 1024

/** What ~/.ssh offers for the form. Reads only; a missing or strange file gives nothing. */
export async function sshSuggestions(
  home: string = homedir(),
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<SshSuggestions> {
  const folder = join(home, '.ssh')
  const text = await readText(join(folder, 'config'), largest).catch(() => '')
  const names = await readdir(folder).catch((): string[] => [])
  const known = new Set(names)
  const keys = names.filter((name) => known.has(`${name}.pub`)).map((name) => join('~', '.ssh', name))
  const agent = (env['SSH_AUTH_SOCK'] ?? '') !== ''
  try {
    return { hosts: hostsIn(text), keys, agent }
  } catch {
    return { hosts: [], keys, agent }
  }
}

/** What is taken over of a host, by names in lower case. */
const wanted = ['hostname', 'port', 'user', 'identityfile'] as const
type Settings = Partial<Record<(typeof wanted)[number], string>>

/**
 * Hosts that name one machine: no wildcards, no negation. Read by ourselves and not by SSHConfig.compute, which runs programs (Match exec,
 * nslookup) and whose patterns take exponential time; what is in Match is left out.
 */
function hostsIn(text: string): SshSuggestions['hosts'] {
  const sections: { readonly patterns: readonly string[]; readonly settings: Settings }[] = []
  for (const line of SSHConfig.parse(text)) {
    if (line.type !== LineType.DIRECTIVE || line.param.toLowerCase() === 'match') continue
    if (line.param.toLowerCase() !== 'host') sections.push({ patterns: ['*'], settings: settingsIn([line]) })
    else sections.push({ patterns: wordsOf(line), settings: settingsIn('config' in line ? line.config : []) })
  }
  const aliases = sections.flatMap(({ patterns }) => patterns).filter((pattern) => pattern !== '' && !/[*?!]/.test(pattern))
  return [...new Set(aliases)].slice(0, 200).map((alias) => {
    // ssh_config(5): "the first obtained value will be used".
    const matching = sections.filter(({ patterns }) => matchesPatterns(patterns, alias))
    const one = (key: keyof Settings): string | null => matching.find(({ settings }) => key in settings)?.settings[key] ?? null
    const port = Number(one('port') ?? 22)
    return {
      alias,
      address: (one('hostname') ?? alias).replaceAll('%h', alias),
      port: Number.isInteger(port) && port > 0 && port < 65536 ? port : 22,
      user: one('user'),
      keyFile: one('identityfile'),
    }
  })
}

function settingsIn(lines: readonly Line[]): Settings {
  const settings: Settings = {}
  for (const line of lines) {
    if (line.type !== LineType.DIRECTIVE) continue
    const key = wanted.find((name) => name === line.param.toLowerCase())
    if (key !== undefined) settings[key] ??= wordsOf(line)[0] ?? ''
  }
  return settings
}

const wordsOf = ({ param, value }: Directive): string[] =>
  typeof value !== 'string' ? value.map(({ val }) => val) : param.toLowerCase() === 'host' ? value.split(/\s+/) : [value]
