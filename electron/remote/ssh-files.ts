import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import SSHConfig, { LineType } from 'ssh-config'
import { readText } from '../disk/regular'

export interface SshSuggestions {
  readonly hosts: { alias: string; address: string; port: number; user: string | null; keyFile: string | null }[]
  /** Private key files in ~/.ssh that have a public one beside them. */
  readonly keys: string[]
  readonly agent: boolean
  /** What in the configuration is not followed. */
  readonly notes: string[]
}

/** `Match exec` and ProxyCommand would run programs: they are never followed. */
const unsafe = /^\s*(Match\s.*\bexec\b|ProxyCommand\s+(?!none))/im

/** What ~/.ssh offers for the form. Reads only; a missing or strange file gives nothing. */
export async function sshSuggestions(
  home: string = homedir(),
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<SshSuggestions> {
  const folder = join(home, '.ssh')
  const text = await readText(join(folder, 'config'), 1024 * 1024).catch(() => '')
  const names = await readdir(folder).catch((): string[] => [])
  const keys = names.filter((name) => names.includes(`${name}.pub`)).map((name) => join('~', '.ssh', name))
  const notes = [
    ...(unsafe.test(text) ? ['ProxyCommand and Match exec are not followed.'] : []),
    ...(/^\s*Include\s/im.test(text) ? ['Include is not followed.'] : []),
  ]
  try {
    return { hosts: hostsIn(text), keys, agent: (env['SSH_AUTH_SOCK'] ?? '') !== '', notes }
  } catch {
    return { hosts: [], keys, agent: (env['SSH_AUTH_SOCK'] ?? '') !== '', notes: [...notes, '~/.ssh/config could not be read.'] }
  }
}

/** Hosts that name one machine: no wildcards, no negation. `Match exec` blocks are taken out before anything is computed. */
function hostsIn(text: string): SshSuggestions['hosts'] {
  const config = SSHConfig.parse(text)
  // in place, so that it stays a configuration
  for (let i = config.length - 1; i >= 0; i--) {
    const line = config[i]
    if (line?.type === LineType.DIRECTIVE && line.param.toLowerCase() === 'match') config.splice(i, 1)
  }
  const aliases = [...config].flatMap((line) => {
    if (line.type !== LineType.DIRECTIVE || line.param.toLowerCase() !== 'host') return []
    const values =
      typeof line.value === 'string' ? line.value.split(/\s+/) : line.value.map((each) => (typeof each === 'string' ? each : each.val))
    return values.filter((value) => value !== '' && !/[*?!]/.test(value))
  })
  return [...new Set(aliases)].slice(0, 200).map((alias) => {
    const computed = config.compute(alias)
    const one = (key: string): string | null => {
      const found = Object.entries(computed).find(([name]) => name.toLowerCase() === key)?.[1]
      const first = Array.isArray(found) ? found[0] : found
      return typeof first === 'string' ? first : null
    }
    const port = Number(one('port') ?? 22)
    const address = (one('hostname') ?? alias).replaceAll('%h', alias)
    return {
      alias,
      address,
      port: Number.isInteger(port) && port > 0 && port < 65536 ? port : 22,
      user: one('user'),
      keyFile: one('identityfile'),
    }
  })
}
