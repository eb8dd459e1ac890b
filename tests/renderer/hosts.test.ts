// @vitest-environment happy-dom
import { fireEvent, render, screen, within } from '@testing-library/svelte'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { commands } from '../../electron/contract/commands'
import { HotpairError } from '../../electron/domain/failure'
import { pairSchema } from '../../electron/domain/pair'
import { emptyNode } from '../../renderer/app/form'
import { pairsOf, usedHosts } from '../../renderer/wizard/hosts/used'
import WizardFrame from '../../renderer/wizard/WizardFrame.svelte'
import type { Wizard } from '../../renderer/wizard/wizard.svelte'
import { fakeEngine, type Answers, type FakeEngine } from './fake-engine'
import { until, wizardAt } from './wizard'

const recorded = (name: string): unknown => JSON.parse(readFileSync(`tests/renderer/recorded/${name}.json`, 'utf8'))
const tested = commands['node.test'].output.parse(recorded('node-test'))
const detected = commands['hosts.detect'].output.parse(recorded('hosts-detect'))

async function open(answers: Answers, change?: Parameters<typeof wizardAt>[2]): Promise<{ engine: FakeEngine; wizard: Wizard }> {
  const engine = fakeEngine({ 'hosts.detect': detected, 'vip.suggest': { vips: [], routerId: 66, heard: [] }, ...answers })
  const wizard = await wizardAt(engine, 'hosts', change)
  render(WizardFrame, { app: wizard.app, wizard })
  return { engine, wizard }
}
const type = (element: HTMLElement, value: string) => fireEvent.input(element, { target: { value } })
async function fillIn(): Promise<void> {
  const [first, second] = screen.getAllByLabelText('Address') as [HTMLElement, HTMLElement]
  await type(first, '198.51.100.11')
  await type(second, '198.51.100.12')
  await type(screen.getByLabelText('Password'), 'correct horse')
}
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

describe('the Hosts screen', () => {
  it('needs two addresses and one password, tests both hosts and goes on', async () => {
    const { engine, wizard } = await open({ 'node.test': tested })
    await fillIn()
    await press('Next')
    await until(() => wizard.step === 'detect')
    expect(engine.inputs('secret.set')).toEqual([
      { ref: { kind: 'password', pair: 'web', node: 'nginx1' }, value: 'correct horse', remember: false },
      { ref: { kind: 'password', pair: 'web', node: 'nginx2' }, value: 'correct horse', remember: false },
    ])
    expect(engine.inputs('node.test').map(({ node }) => node.address)).toEqual(['198.51.100.11', '198.51.100.12'])
  })

  it('says what is missing, and where, without asking the engine', async () => {
    const { engine } = await open({ 'node.test': tested })
    await press('Next')
    expect(screen.getAllByText(/Enter a host name or an IP address/)).toHaveLength(2)
    expect(screen.getByText('Enter the password of this host.')).toBeTruthy()
    await until(() => document.activeElement === screen.getAllByLabelText('Address')[0])
    expect(engine.inputs('node.test')).toEqual([])
  })

  it('takes user@host:port apart', async () => {
    const { wizard } = await open({})
    const [address] = screen.getAllByLabelText('Address') as [HTMLElement]
    await type(address, 'ops@198.51.100.11:2222')
    await fireEvent.change(address)
    expect(wizard.form.nodes[0]).toMatchObject({ address: '198.51.100.11', user: 'ops', port: '2222' })
    // A user who is not root needs sudo.
    expect(screen.getByLabelText('Root access')).toBeTruthy()
  })

  it('takes all of a host of ~/.ssh/config', async () => {
    const host = { alias: 'web1', address: '198.51.100.11', port: 2200, user: 'ops', keyFile: '~/.ssh/work' }
    const { wizard, engine } = await open({ 'ssh.suggestions': { hosts: [host], keys: [], agent: true } })
    await until(() => engine.inputs('ssh.suggestions').length > 0 && document.querySelector('#ssh-hosts option') !== null)
    const [address] = screen.getAllByLabelText('Address') as [HTMLElement]
    await type(address, 'web1')
    await fireEvent.change(address)
    expect(wizard.form.nodes[0]).toMatchObject({ address: '198.51.100.11', user: 'ops', port: '2200', auth: 'key', keyFile: '~/.ssh/work' })
  })

  it('shows unknown keys, and goes on when both are accepted', async () => {
    const accepted = new Set<string>()
    const { engine, wizard } = await open({
      'node.test': ({ node }) => {
        if (accepted.has(node.address)) return tested
        throw new HotpairError('host-key-unknown', {
          node: node.name,
          values: { host: node.address, port: 22, keyType: 'ssh-ed25519', fingerprint: `SHA256:${node.name}` },
        })
      },
      'host-key.accept': ({ host }) => {
        accepted.add(host)
        return {}
      },
    })
    await fillIn()
    await press('Next')
    const first = await screen.findByRole('region', { name: 'Is this really nginx1?' })
    expect(within(first).getByText('SHA256:nginx1')).toBeTruthy()
    expect(within(first).getByText('ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub')).toBeTruthy()
    await press('Accept 2 keys and continue')
    await until(() => wizard.step === 'detect')
    expect(engine.inputs('host-key.accept')).toEqual([
      { host: '198.51.100.11', port: 22, fingerprint: 'SHA256:nginx1' },
      { host: '198.51.100.12', port: 22, fingerprint: 'SHA256:nginx2' },
    ])
  })

  it('stops at a changed key', async () => {
    const { wizard } = await open({
      'node.test': ({ node }) => {
        if (node.name === 'nginx2') return tested
        const values = {
          host: node.address,
          port: 22,
          fingerprint: 'SHA256:new',
          expected: 'SHA256:old',
          file: '/home/me/.ssh/known_hosts',
          line: 7,
          keyType: 'ssh-ed25519',
        }
        throw new HotpairError('host-key-changed', { node: node.name, values })
      },
    })
    await fillIn()
    await press('Next')
    expect(await screen.findByText('Stop: the host key of nginx1 has changed')).toBeTruthy()
    expect(screen.getByText('SHA256:old')).toBeTruthy()
    expect(screen.getByText(/remove line 7 of \/home\/me\/.ssh\/known_hosts/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /[Aa]ccept/ })).toBeNull()
    expect(wizard.step).toBe('hosts')
  })

  it('says what a wrong password means, and forgets it when the field is changed', async () => {
    await open({
      'node.test': ({ node }) => {
        throw new HotpairError('auth-refused', {
          node: node.name,
          values: { reason: 'refused', host: node.address, user: 'root', method: 'password', allowed: ['publickey', 'password'] },
        })
      },
    })
    await fillIn()
    await press('Next')
    expect(await screen.findByText('nginx1 refused root (password): it does not accept the credentials.')).toBeTruthy()
    expect(screen.getAllByText('Nothing was changed on the hosts.')).toHaveLength(2)
    expect(screen.getByLabelText('Password').getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByText('The host refused this password, or this user.')).toBeTruthy()
    await type(screen.getByLabelText('Password'), 'another one')
    expect(screen.queryByText('nginx1 refused root (password): it does not accept the credentials.')).toBeNull()
    expect(screen.getByLabelText('Password').getAttribute('aria-invalid')).toBeNull()
  })

  it('keeps what was typed in a draft, but no secret', async () => {
    const { engine } = await open({ 'node.test': tested })
    await fillIn()
    await until(() => engine.inputs('draft.save').length > 0)
    const saved = JSON.stringify(engine.inputs('draft.save'))
    expect(saved).toContain('198.51.100.12')
    expect(saved).not.toContain('correct horse')
  })

  it('keeps it at once when the page goes away', async () => {
    const { engine } = await open({})
    await fillIn()
    dispatchEvent(new Event('pagehide'))
    expect(engine.inputs('draft.save')).toHaveLength(1)
  })

  it('says where secrets are, and forgets them at a click', async () => {
    const ref = { kind: 'password', pair: 'web', node: 'nginx1' } as const
    const { engine } = await open({ 'secret.state': { secrets: [{ ref, where: 'keychain' }] } })
    const field = await screen.findByPlaceholderText('saved in the keychain; type to replace it')
    expect((field as HTMLInputElement).value).toBe('')
    expect(screen.getByText(/There is no usable keychain: there is no D-Bus session/)).toBeTruthy()
    await press('Delete the saved passwords of this pair')
    await until(() => engine.inputs('secret.forget').length === 1)
    expect(engine.inputs('secret.forget')).toEqual([{ pair: 'web' }])
  })

  describe('hosts that other pairs have', () => {
    const shop = pairSchema.parse({
      name: 'shop',
      nodes: [
        { name: 'nginx1', address: '198.51.100.11', user: 'ops', port: 2222, sudo: 'nopassword' },
        { name: 'spare', address: '198.51.100.12' },
      ],
      vips: ['198.51.100.199/24'],
      vrrp: { routerId: 66 },
    })
    const at = 'ops@198.51.100.11:2222'
    const ref = { kind: 'password', pair: 'shop', node: 'nginx1' } as const
    const kept: Answers = {
      'node.test': tested,
      'pairs.list': { pairs: [{ name: 'shop', pair: shop, saved: '2026-11-01T00:00:00.000Z' }], problems: [] },
      'secret.state': ({ pair }) => ({ secrets: pair === 'shop' ? [{ ref, where: 'keychain' }] : [] }),
      'secret.reuse': { secrets: [{ ref: { ...ref, pair: 'web', at }, where: 'keychain' }] },
    }
    const choose = async (value: string): Promise<void> => {
      const [list] = await screen.findAllByLabelText('Hosts you have used')
      await fireEvent.change(list!, { target: { value } })
      await screen.findByPlaceholderText('saved in the keychain; type to replace it')
    }
    const last = async (engine: FakeEngine, count: number) => {
      await press('Test nginx1')
      await until(() => engine.inputs('node.test').length === count)
    }

    it('fill in every field, and bring their password without showing it', async () => {
      const { engine, wizard } = await open(kept)
      await choose(at)
      expect(wizard.form.nodes[0]).toMatchObject({
        name: 'nginx1',
        address: '198.51.100.11',
        port: '2222',
        user: 'ops',
        sudo: 'nopassword',
      })
      expect(screen.getByText('Already a node of shop. Deploying it here takes it out of there.')).toBeTruthy()
      expect(engine.inputs('secret.reuse')).toEqual([])
      await last(engine, 1)
      expect(engine.inputs('secret.reuse')).toMatchObject([
        {
          from: { pair: 'shop', node: 'nginx1' },
          to: { pair: 'web', node: { name: 'nginx1', address: '198.51.100.11', port: 2222, user: 'ops' } },
        },
      ])
      expect(engine.inputs('secret.set')).toEqual([])
      // Once is enough, and the list still says which host it is.
      const [list] = screen.getAllByLabelText<HTMLSelectElement>('Hosts you have used')
      expect(list!.value).toBe(at)
    })

    it.each([
      ['before it was used', false],
      ['afterwards', true],
    ])('do not bring it to another machine: the address is changed %s', async (_when, used) => {
      const { engine } = await open(kept)
      await choose(at)
      if (used) await last(engine, 1)
      const [address] = screen.getAllByLabelText('Address') as [HTMLElement]
      await type(address, '203.0.113.7')
      expect(screen.queryByPlaceholderText(/^saved/)).toBeNull()
      await press('Test nginx1')
      expect(await screen.findByText('Enter the password of this host.')).toBeTruthy()
      expect([engine.inputs('secret.reuse').length, engine.inputs('node.test').length]).toEqual(used ? [1, 1] : [0, 0])
      // It was a slip: the right address has it again.
      await type(address, '198.51.100.11')
      expect(screen.getByPlaceholderText(/^saved/)).toBeTruthy()
    })

    it('are each there once, and not those of the pair itself', () => {
      const again = { ...shop, name: 'again' }
      expect(usedHosts([shop, again], null).map(({ label }) => label)).toEqual([
        'nginx1 · ops@198.51.100.11:2222 · shop',
        'spare · root@198.51.100.12:22 · shop',
      ])
      expect(usedHosts([shop, again], 'shop').map(({ pair }) => pair)).toEqual(['again', 'again'])
      expect(usedHosts([shop], 'shop')).toEqual([])
      const form = { ...emptyNode(0), address: ' 198.51.100.12 ', user: 'other' }
      expect(pairsOf([shop, again], null, form)).toEqual(['shop', 'again'])
      expect(pairsOf([shop], 'shop', form)).toEqual([])
    })

    it('have no list where there are none', async () => {
      await open({})
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(screen.queryByLabelText('Hosts you have used')).toBeNull()
    })
  })

  it('moves what is kept when a node gets another name', async () => {
    const ref = { kind: 'password', pair: 'web', node: 'nginx1' } as const
    const { engine } = await open({ 'node.test': tested, 'secret.state': { secrets: [{ ref, where: 'session' }] } })
    await screen.findByPlaceholderText(/^saved/)
    await type(screen.getAllByLabelText('Name')[0]!, 'front')
    const [first] = screen.getAllByLabelText('Address') as [HTMLElement]
    await type(first, '198.51.100.11')
    await press('Test front')
    await until(() => engine.inputs('node.test').length === 1)
    expect(engine.inputs('secret.rename')).toEqual([{ from: ref, to: { ...ref, node: 'front' } }])
  })
})
