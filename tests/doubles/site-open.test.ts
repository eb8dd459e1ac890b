import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Call } from '../../electron/contract/wire'
import { openContract } from '../../electron/handlers/contract'
import { pairOf } from '../facts/healthy'

/** What the page may have opened in the system's browser: the site of a pair that is stored, at a VIP of it. */

vi.mock('../../electron/store/keychain', () => ({
  openKeychain: () => Promise.resolve({ available: false, problem: 'no-bus', forgetPair: () => Promise.resolve() }),
}))

const never = new AbortController().signal
const call: Call = { signal: never, giveUp: never, emit: () => undefined }
const nobody = () => Promise.resolve(null)
const pair = pairOf({ nginx: { content: 'keep', url: 'https://www.example.org:8443/shop' } })
const vip = '198.51.100.199/24'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-site-'))
  vi.stubEnv('XDG_CONFIG_HOME', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

test('its address is made of what is stored; another VIP and another pair have none', async () => {
  const openSite = vi.fn((_address: string) => Promise.resolve())
  const { handlers } = await openContract({ face: 'desktop', locale: 'en', pickFolder: nobody, pickFile: nobody, openSite })
  await expect(handlers['site.open']({ pair: 'web', vip }, call)).rejects.toThrow('pair-unreadable')
  await handlers['pairs.save']({ pair }, call)
  expect(await handlers['site.open']({ pair: 'web', vip: '198.51.100.7/24' }, call)).toEqual({ opened: false })
  expect(openSite).not.toHaveBeenCalled()
  expect(await handlers['site.open']({ pair: 'web', vip }, call)).toEqual({ opened: true })
  expect(openSite.mock.calls).toEqual([['https://198.51.100.199:8443/shop']])
})

test('a page in a browser opens it by itself', async () => {
  const { handlers } = await openContract({ face: 'browser', locale: 'en', pickFolder: nobody, pickFile: nobody, openSite: null })
  await handlers['pairs.save']({ pair }, call)
  expect(await handlers['site.open']({ pair: 'web', vip }, call)).toEqual({ opened: false })
})
