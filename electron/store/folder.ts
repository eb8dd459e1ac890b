import { homedir } from 'node:os'
import { join } from 'node:path'

export interface Platform {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
}

const thisPlatform = (): Platform => ({ platform: process.platform, env: process.env, home: homedir() })

/**
 * Where the platform keeps a program's settings: XDG_CONFIG_HOME/hotpair or ~/.config/hotpair, ~/Library/Application
 * Support/Hotpair, %APPDATA%\Hotpair. Makes nothing. (env-paths has other ones, and takes a relative XDG_CONFIG_HOME.)
 */
export function configFolder({ platform, env, home }: Platform = thisPlatform()): string {
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Hotpair')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Hotpair')
  // A relative XDG_CONFIG_HOME is to be ignored (XDG Base Directory Specification).
  const xdg = env.XDG_CONFIG_HOME
  return join(xdg?.startsWith('/') ? xdg : join(home, '.config'), 'hotpair')
}

/** What lies in the folder, in one place. */
export const storePaths = (folder: string) => ({
  pairs: join(folder, 'pairs'),
  knownHosts: join(folder, 'known_hosts'),
  history: join(folder, 'history'),
  audit: join(folder, 'audit.jsonl'),
  log: join(folder, 'hotpair.log'),
})

/** `ENOENT` and the like; '' for what is no system error. */
export const errorCode = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')
