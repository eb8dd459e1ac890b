// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { pairSchema } from '../../electron/domain/pair'
import { sitesOf } from '../../electron/domain/site'
import { sitesShown } from '../../renderer/app/sites'
import SiteLinks from '../../renderer/app/SiteLinks.svelte'
import { speak } from '../../renderer/i18n/i18n.svelte'
import { live } from '../../renderer/parts/live.svelte'
import { fakeEngine } from './fake-engine'
import { recordedPair } from './recorded'
import { begun, until } from './wizard'

const pair = recordedPair()
const start = { face: 'browser', lab: null } as const
const vips = ['198.51.100.199/24', '198.51.100.200/24']
const addresses = (given: Parameters<typeof sitesOf>[0]): string[] => sitesOf(given).map(({ address }) => address)

describe('where a pair’s site is', () => {
  it('is at every VIP, on the port that nginx serves', () => {
    expect(addresses({ vips, nginx: { content: 'welcome' } })).toEqual(['http://198.51.100.199', 'http://198.51.100.200'])
    expect(addresses({ vips: ['2001:db8::9/64'], nginx: { content: 'proxy', upstreams: ['10.0.0.1:80'] } })).toEqual([
      'http://[2001:db8::9]',
    ])
  })

  it('is what the user says that proves it, with its scheme, port and path', () => {
    const at = (url?: string): string[] =>
      addresses({ vips: vips.slice(0, 1), nginx: url === undefined ? { content: 'keep' } : { content: 'keep', url } })
    expect(at()).toEqual(['http://198.51.100.199'])
    expect(at('https://www.example.org/')).toEqual(['https://198.51.100.199'])
    expect(at('https://www.example.org:8443/shop?a=b')).toEqual(['https://198.51.100.199:8443/shop?a=b'])
    expect(at('http://www.example.org:443/')).toEqual(['http://198.51.100.199:443'])
  })

  it('is offered when the pair is deployed, as the face can open it', () => {
    expect(sitesShown(pair, false, start)).toEqual([])
    expect(sitesShown(pair, true, null)).toEqual([])
    const as = (face: 'browser' | 'desktop', lab: { pair: null } | null) => sitesShown(pair, true, { face, lab }).map((site) => site.as)
    expect([as('browser', null), as('desktop', null)]).toEqual([['link'], ['button']])
    // The lab's VIP is in a network that no browser of this machine reaches.
    expect([as('browser', { pair: null }), as('desktop', { pair: null })]).toEqual([['text'], ['text']])
  })
})

describe('the link to it', () => {
  const shown = async (answers: Parameters<typeof fakeEngine>[0] = {}) => {
    const engine = fakeEngine(answers)
    const app = await begun(engine)
    render(SiteLinks, { app, pair: pairSchema.parse({ ...pair, vips }), deployed: true })
    return engine
  }
  const desktop = {
    version: '0.1.0',
    face: 'desktop',
    locale: 'en-GB',
    platform: 'linux',
    settings: { language: 'en', theme: 'system' },
    keychain: { available: true, problem: null },
    lab: null,
    home: '/home/me',
  } as const

  it('gives a page that it opens nothing of ours', async () => {
    speak('en')
    await shown()
    const link = screen.getByRole('link', { name: 'Open http://198.51.100.199' })
    expect(['href', 'target', 'rel'].map((name) => link.getAttribute(name))).toEqual([
      'http://198.51.100.199',
      '_blank',
      'noopener noreferrer',
    ])
    expect(screen.getAllByRole('link')).toHaveLength(2)
  })

  it('names the pair and its VIP to the window, never an address', async () => {
    const engine = await shown({ 'app.start': desktop, 'site.open': { opened: true } })
    await fireEvent.click(screen.getByRole('button', { name: 'Open http://198.51.100.200' }))
    await until(() => engine.inputs('site.open').length === 1)
    expect(engine.inputs('site.open')).toEqual([{ pair: pair.name, vip: '198.51.100.200/24' }])
  })

  it('says where it is when the system could not be asked', async () => {
    await shown({ 'app.start': desktop, 'site.open': { opened: false } })
    await fireEvent.click(screen.getByRole('button', { name: 'Open http://198.51.100.200' }))
    await until(() => live.toast?.text === 'No browser could be opened. The address is http://198.51.100.200.')
  })
})
