import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** A home, a place for temporary files and a place to export to, of an engine's own; and whether it wrote anywhere else in there. */
export interface Sandbox {
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  /** Deep enough that a path which climbs out is still seen. */
  readonly work: string
  readonly exportTo: string
  /** Paths that have appeared, vanished or changed where nothing should have. */
  readonly strangers: () => string[]
  readonly remove: () => void
}

/** What a host's word could have made of a path or a command on this machine. */
const evil = (): string[] => readdirSync('/tmp').filter((name) => /^(evil|pwned)/.test(name))

export function makeSandbox(): Sandbox {
  const root = mkdtempSync(join(tmpdir(), 'hotpair-hostile-'))
  const at = (...parts: string[]): string => join(root, ...parts)
  const work = at('a/b/c/work')
  const exportTo = join(work, 'd/e/export')
  for (const folder of ['home/.ssh', 'config', 'data', 'cache', 'state', 'runtime', 'tmp', 'bin'])
    mkdirSync(at(folder), { recursive: true })
  for (const folder of [exportTo, join(exportTo, 'not-ours')]) mkdirSync(folder, { recursive: true })
  writeFileSync(join(exportTo, 'not-ours/file'), 'mine')
  writeFileSync(at('home/.ssh/config'), 'Host one\n  HostName 127.0.0.1\n  Port 2222\n')
  writeFileSync(at('a/b/file'), 'mine')
  // Checks from the operator's machine: what answers there is the bench's.
  writeFileSync(at('bin/curl'), `#!/bin/sh\ncat '${at('curl-says')}'\n`)
  chmodSync(at('bin/curl'), 0o755)
  writeFileSync(at('curl-says'), '')

  const env: NodeJS.ProcessEnv = {
    PATH: `${at('bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: at('home'),
    XDG_CONFIG_HOME: at('config'),
    XDG_DATA_HOME: at('data'),
    XDG_CACHE_HOME: at('cache'),
    XDG_STATE_HOME: at('state'),
    XDG_RUNTIME_DIR: at('runtime'),
    TMPDIR: at('tmp'),
    // No keychain is asked, whoever runs this.
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    NODE_ENV: 'test',
  }
  const ours = (path: string): boolean =>
    [at('config/hotpair'), join(exportTo, 'web'), at('curl-says'), at('report')].some((own) => path === own || path.startsWith(`${own}/`))
  const listing = (): Map<string, string> => {
    const found = new Map<string, string>()
    const walk = (folder: string): void => {
      for (const name of readdirSync(folder)) {
        const path = join(folder, name)
        if (ours(path)) continue
        const stat = lstatSync(path)
        found.set(
          path.slice(root.length),
          stat.isDirectory() ? 'folder' : `${String(stat.mode)} ${String(stat.size)} ${String(stat.mtimeMs)}`,
        )
        if (stat.isDirectory()) walk(path)
      }
    }
    walk(root)
    for (const name of evil()) found.set(`/tmp/${name}`, 'there')
    return found
  }
  let before = listing()
  return {
    root,
    env,
    work,
    exportTo,
    strangers: () => {
      const now = listing()
      const changed = [...new Set([...before.keys(), ...now.keys()])].filter((path) => before.get(path) !== now.get(path))
      before = now
      return changed
    },
    remove: () => {
      if (existsSync(root)) rmSync(root, { recursive: true, force: true })
    },
  }
}
