import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, vi } from 'vitest'
import { recordedPair } from '../renderer/recorded'

/** What the command line has around it: a folder with a pair file, and a terminal that keeps what is written to it during one test. */
export function outside() {
  const folder = mkdtempSync(join(tmpdir(), 'hotpair-cli-'))
  const pairFile = join(folder, 'pair.json')
  writeFileSync(pairFile, JSON.stringify(recordedPair()))
  const terminal = { stdout: '', stderr: '' }
  beforeEach(() => {
    for (const stream of ['stdout', 'stderr'] as const) {
      terminal[stream] = ''
      vi.spyOn(process[stream], 'write').mockImplementation((text) => {
        terminal[stream] += String(text)
        return true
      })
    }
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })
  return { folder, pairFile, terminal }
}
