import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Time (ms) for a browser to start and read the file. */
const kept = 60_000

/**
 * Opens an address in the user's browser where there is a display; else does nothing. The address holds the token, and what stands in
 * a command line can be read by every user of the machine: so a private file leads there.
 */
export function openInBrowser(
  address: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  const command = opener(env, platform)
  if (command === null) return Promise.resolve()
  const folder = mkdtempSync(join(tmpdir(), 'hotpair-'))
  const file = join(folder, 'open.html')
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><title>Hotpair</title><meta http-equiv="refresh" content="0;url=${address}">\n`,
    {
      mode: 0o600,
    },
  )
  const forget = (): void => rmSync(folder, { recursive: true, force: true })
  setTimeout(forget, kept).unref()
  process.once('exit', forget)
  return new Promise((resolve) => {
    const child = spawn(command[0], [...command.slice(1), file], { stdio: 'ignore', detached: true })
    // Without an opener the address that was printed is there.
    child.once('error', () => resolve())
    child.once('spawn', () => resolve())
    child.unref()
  })
}

function opener(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): readonly [string, ...string[]] | null {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['explorer.exe']
  return env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined ? null : ['xdg-open']
}
