import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { CommandName, Output, Sent } from '../../electron/contract/commands'
import type { EngineEvent } from '../../electron/contract/events'
import type { Call, Wire } from '../../electron/contract/wire'
import { HotpairError } from '../../electron/domain/failure'
import { pairSchema } from '../../electron/domain/pair'
import { decideUnitChange, type UnitChange, type UnitName } from '../../electron/domain/unit-change'
import { openContract, type OpenContract } from '../../electron/handlers/contract'
import { dispatcher } from '../../electron/transport/dispatcher'

/** The wizard's engine as its faces see it, on two pristine hosts: everything but the transport and the screens. */
const lab = (...args: string[]): string =>
  execFileSync('bash', ['build/lab/lab.sh', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

let folder = ''
let contract: OpenContract
let wire: Wire
const events: EngineEvent[] = []
const call = (more: Partial<Call> = {}): Call => ({
  signal: new AbortController().signal,
  giveUp: new AbortController().signal,
  emit: (event) => events.push(event),
  ...more,
})
const ask = <C extends CommandName>(command: C, input: Sent<C>, more: Partial<Call> = {}): Promise<Output<C>> =>
  wire.request(command, input, call(more))
const failureOf = async (work: Promise<unknown>): Promise<HotpairError['failure']> => {
  const error: unknown = await work.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof HotpairError)) throw error
  return error.failure
}

const json = (value: unknown) => z.json().parse(value)

interface Credentials {
  hosts: { name: string; address: string }[]
  root: { password: string }
  knownHosts: string
}
let given: Credentials

beforeAll(async () => {
  lab('reset')
  const file = lab('info').trim()
  given = JSON.parse(readFileSync(file, 'utf8')) as Credentials
  folder = mkdtempSync(join(tmpdir(), 'hotpair-wizard-'))
  // known_hosts without nginx1, so that its key is seen for the first time
  const knownHosts = join(folder, 'known_hosts')
  const known = readFileSync(given.knownHosts, 'utf8')
  writeFileSync(knownHosts, known.replace(/^198\.51\.100\.11[, ].*\n/gm, ''))
  const credentials = join(folder, 'credentials.json')
  writeFileSync(credentials, JSON.stringify({ ...given, knownHosts }))
  process.env['XDG_CONFIG_HOME'] = folder
  // without a bus there is no keychain: secrets are of this session
  process.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent'
  contract = await openContract({
    face: 'browser',
    locale: 'en',
    pickFolder: () => Promise.resolve(null),
    pickFile: () => Promise.resolve(null),
    openSite: null,
    practiceLab: credentials,
  })
  wire = dispatcher(contract.handlers)
}, 60_000)
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the engine of the wizard', { timeout: 120_000 }, () => {
  it('says that there is no keychain, and offers the practice lab', async () => {
    const start = await ask('app.start', {})
    expect(start.keychain).toMatchObject({ available: false })
    expect(start.keychain.problem).toBe('no-bus')
    expect(pairSchema.safeParse(start.lab?.pair).success).toBe(true)
    const { secrets } = await ask('secret.state', { pair: 'practice' })
    expect(secrets).toEqual(
      given.hosts.slice(0, 2).map((host) => ({ ref: { kind: 'password', pair: 'practice', node: host.name }, where: 'session' })),
    )
  })

  it('shows an unknown host key, and connects when exactly that key was accepted', async () => {
    const node = { name: 'nginx1', address: given.hosts[0]?.address ?? '' }
    const unknown = await failureOf(ask('node.test', { pair: 'practice', node }))
    expect(unknown).toMatchObject({ kind: 'host-key-unknown', values: { fingerprint: expect.stringMatching(/^SHA256:/) as string } })
    await ask('host-key.accept', { host: node.address, port: 22, fingerprint: 'SHA256:other' })
    expect((await failureOf(ask('node.test', { pair: 'practice', node }))).kind).toBe('host-key-unknown')
    await ask('host-key.accept', {
      host: node.address,
      port: 22,
      fingerprint: unknown.kind === 'host-key-unknown' ? unknown.values.fingerprint : '',
    })
    expect(await ask('node.test', { pair: 'practice', node })).toMatchObject({
      hostname: 'nginx1',
      interface: 'ens33',
      address: '198.51.100.11/24',
      nginx: null,
      root: 'root',
    })
    expect(readFileSync(join(folder, 'hotpair', 'known_hosts'), 'utf8')).toMatch(/^198\.51\.100\.11 /m)
  })

  it('suggests free addresses of the nodes and a VRID, and says what was not checked', async () => {
    const nodes = given.hosts.slice(0, 2)
    const { vips, routerId, heard } = await ask('vip.suggest', { name: 'practice', nodes })
    expect(vips.length).toBeGreaterThan(2)
    expect(vips[0]).toEqual({ address: '198.51.100.200/24', checked: true })
    expect(routerId).toBe(66)
    // bare hosts have no tcpdump
    expect(heard).toBeNull()
    lab('exec', 'nginx2', 'ip', 'address', 'add', '198.51.100.200/24', 'dev', 'ens33')
    const again = await ask('vip.suggest', { name: 'practice', nodes })
    lab('exec', 'nginx2', 'ip', 'address', 'del', '198.51.100.200/24', 'dev', 'ens33')
    expect(again.vips.map((vip) => vip.address)).not.toContain('198.51.100.200/24')
  })

  it('reads hosts that are not a pair yet', async () => {
    const { facts, findings } = await ask('hosts.detect', { name: 'practice', nodes: given.hosts.slice(0, 2) })
    expect(Object.keys(facts)).toEqual(['nginx1', 'nginx2'])
    expect(findings.filter((finding) => finding.severity === 'error')).toEqual([])
    expect(JSON.stringify(facts)).not.toContain('vrrpAuth')
  })

  it('plans, shows the bundle, deploys as a task that can be followed twice, and remembers', async () => {
    const pair = pairSchema.parse({ ...((await ask('app.start', {})).lab?.pair as object), vrrp: { routerId: 66, advertInterval: 0.2 } })
    const { plan } = await ask('pair.plan', { pair })
    expect(plan?.nodes.every((node) => node.steps.length > 5)).toBe(true)
    const { bundles } = await ask('plan.bundles', { plan: plan?.id ?? '' })
    expect(bundles['nginx1']?.map((entry) => entry.path)).toContain('hotpair.sh')
    expect((await failureOf(ask('plan.bundles', { plan: '0123456789abcdef' }))).kind).toBe('plan-outdated')

    await ask('pairs.save', { pair })
    const { task } = await ask('task.start', { command: 'pair.deploy', input: json({ pair, plan: plan?.id ?? null }) })
    expect(contract.busy()).toBe(true)
    expect((await failureOf(ask('task.start', { command: 'pair.verify', input: json({ pair }) }))).kind).toBe('busy')
    const seen: EngineEvent[] = []
    const done = await ask('task.follow', { task }, { emit: (event) => seen.push(event) })
    expect(done).toMatchObject({ state: { state: 'done' }, failure: null, result: { outcome: 'confirmed' } })
    const later: EngineEvent[] = []
    await ask('task.follow', { task }, { emit: (event) => later.push(event) })
    expect(later).toEqual(seen)
    expect(contract.busy()).toBe(false)

    expect(await ask('pair.status', { pair })).toMatchObject({
      health: 'healthy',
      holders: { '198.51.100.199/24': { is: 'sole', holders: ['nginx1'] } },
    })
    expect(await ask('pair.finish', { pair, force: false })).toMatchObject({ health: 'healthy', finished: null })
    expect((await ask('pairs.list', {})).pairs.map((each) => each.name)).toEqual(['practice'])
    expect((await ask('pairs.history', { name: 'practice' })).entries[0]).toMatchObject({ kind: 'deployment', result: 'done' })
    const deployment = (done.result as { deployment: string }).deployment
    const { nodes } = await ask('deployment.journal', { pair, deployment })
    expect(nodes['nginx2']).toMatchObject({ state: 'confirmed' })
    expect(nodes['nginx2']?.lines.at(-1)).toMatchObject({ verb: 'confirm', event: 'end' })
  })

  it('reads the log of a service, and stops and starts one by hand after it was agreed to what clients notice', async () => {
    const [stored] = (await ask('pairs.list', {})).pairs
    const pair = stored?.pair
    if (pair === undefined) throw new Error('no pair was stored')
    const { lines, errorLog } = await ask('pair.log', { pair, node: 'nginx2', unit: 'nginx' })
    expect(lines.some(({ time, text }) => time !== null && text.includes('Started'))).toBe(true)
    expect(errorLog?.file).toBe('/var/log/nginx/error.log')
    const changed = async (unit: UnitName, change: UnitChange['change']) => {
      const wanted = { node: 'nginx2', unit, change }
      const decision = decideUnitChange(pair, await ask('pair.status', { pair, urgent: true }), wanted, false)
      if (decision.refused !== null) throw new Error(decision.refused)
      expect(decision.consequence.effects).toMatchObject([{ is: 'nothing' }])
      const { task } = await ask('task.start', { command: 'pair.unit', input: json({ pair, ...wanted, agreed: decision.consequence }) })
      return (await ask('task.follow', { task })).result
    }
    expect(await changed('nginx', 'stop')).toEqual({ state: 'inactive' })
    expect(await changed('nginx', 'start')).toEqual({ state: 'active' })
    expect(await changed('keepalived', 'restart')).toEqual({ state: 'active' })
    expect((await ask('pairs.history', { name: 'practice' })).entries[0]).toMatchObject({ kind: 'unit', result: 'done' })
    // its health check has to see nginx again before the pair is whole
    await expect.poll(async () => (await ask('pair.status', { pair, urgent: true })).health, { timeout: 20_000 }).toBe('healthy')
  })

  it('cancels a drill, heals, and undoes', async () => {
    const [stored] = (await ask('pairs.list', {})).pairs
    const pair = stored?.pair
    if (pair === undefined) throw new Error('no pair was stored')
    const { task } = await ask('task.start', { command: 'pair.drill', input: json({ pair, drills: 'seed' }) })
    const injected = await new Promise<boolean>((resolve) => {
      void ask(
        'task.follow',
        { task },
        {
          emit: (event) => {
            if (event.type === 'drill' && event.event.type === 'mark' && event.event.mark.event === 'injected') resolve(true)
          },
        },
      ).then(() => {
        resolve(false)
      })
    })
    expect(injected).toBe(true)
    await ask('task.cancel', { task })
    expect(await ask('task.follow', { task })).toMatchObject({ state: { state: 'failed' }, failure: { kind: 'cancelled' } })
    const verified = await ask('pair.verify', { pair })
    expect(verified.checks.filter((check) => check.verdict !== 'passed')).toEqual([])
    const { instances } = await ask('pair.why', { pair })
    expect(instances[0]?.transitions.find(({ to }) => to.includes('nginx2'))).toMatchObject({
      from: ['nginx1'],
      reason: { is: 'nginx-stopped', node: 'nginx1' },
      drill: true,
    })
    expect(await ask('pair.undo', { pair })).toMatchObject({ states: { nginx1: 'undone', nginx2: 'undone' } })
  })

  it('keeps drafts and settings, and forgets a pair with its secrets', async () => {
    await ask('draft.save', { id: 'd-1', saved: new Date().toISOString(), name: 'web', content: { screen: 'hosts' } })
    expect((await ask('draft.list', {})).drafts).toMatchObject([{ id: 'd-1', content: { screen: 'hosts' } }])
    await ask('draft.remove', { id: 'd-1' })
    expect((await ask('draft.list', {})).drafts).toEqual([])
    await ask('app.settings', { language: 'zh-CN', theme: 'dark' })
    expect((await ask('app.start', {})).settings).toEqual({ language: 'zh-CN', theme: 'dark' })
    const ref = { kind: 'password', pair: 'other', node: 'nginx1' } as const
    await ask('secret.set', { ref, value: 'of the other pair', remember: true })
    expect((await ask('secret.state', { pair: 'other' })).secrets).toEqual([{ ref, where: 'session' }])
    await ask('pairs.remove', { name: 'other' })
    expect((await ask('secret.state', { pair: 'other' })).secrets).toEqual([])
    // Those of the practice lab are not its user's: it would be of no use without them.
    await ask('pairs.remove', { name: 'practice' })
    expect((await ask('secret.state', { pair: 'practice' })).secrets).toHaveLength(2)
  })

  it('has written no secret to disk', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(3)
    for (const file of files.filter((each) => each.name !== 'credentials.json'))
      expect(readFileSync(join(file.parentPath, file.name), 'utf8')).not.toContain(given.root.password)
  })
})
