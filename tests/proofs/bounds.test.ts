import { deploymentName } from '../../electron/domain/deployment-name'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { failureText } from '../../electron/contract/failure'
import { HotpairError } from '../../electron/domain/failure'
import type { EngineEvent } from '../../electron/contract/events'
import { NodeLink } from '../../electron/deploy/node-link'
import { matchesGlob, matchesPatterns, matchesWildcard } from '../../electron/domain/wildcard'
import { read, Unreadable } from '../../electron/facts/fact'
import { interfaces } from '../../electron/facts/interfaces'
import { iptables } from '../../electron/facts/iptables'
import { nftTables } from '../../electron/facts/nft-tables'
import { nginxConfiguration } from '../../electron/facts/nginx-configuration'
import { directives } from '../../electron/facts/nginx-syntax'
import { Told } from '../../electron/engine/told'
import { Gathered } from '../../electron/remote/gathered'
import { openHostKeys } from '../../electron/remote/host-keys'
import { LineSplitter, longestLine } from '../../electron/remote/line-splitter'
import { parseKnownHosts, lookup } from '../../electron/remote/known-hosts'
import type { RunOptions, RunResult, Session } from '../../electron/remote/session'
import { sshSuggestions } from '../../electron/remote/ssh-files'
import { SudoDialogue } from '../../electron/remote/sudo'
import { parsePair } from '../../electron/store/pairs'
import { pairTemplate } from '../../electron/cli/template'
import { voiceOf } from '../../electron/cli/wording'
import { pairOf } from '../facts/healthy'
import { cpuOf } from './adversary'

/** Issue 7, point 2: each number that was measured there, and what else one host or one file could hold everybody up with. */

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpair-bounds-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const failureOf = (work: () => unknown): HotpairError['failure'] => {
  try {
    work()
  } catch (error) {
    if (error instanceof HotpairError) return error.failure
    throw error
  }
  throw new Error('it did not fail')
}

/** What the fact's command prints for one file. */
const nginxFile = (path: string, content: string): string =>
  `${Buffer.from(path).toString('base64')} ${Buffer.from(content).toString('base64')}`
const main = '/etc/nginx/nginx.conf'

describe('nginx.conf', () => {
  test('64 KB of blocks in blocks is no configuration', () => {
    for (const unit of ['{', 'a{', 'server {'])
      expect(cpuOf(() => expect(() => directives(unit.repeat(65_536 / unit.length))).toThrow(Unreadable), 50)).toBeLessThan(200)
    expect(() => directives('a{'.repeat(65))).toThrow('at most 64 blocks within each other')
    expect(directives('a{'.repeat(64)).at(-1)?.within).toHaveLength(63)
  })
  test('64 KB of servers', () => {
    const text = nginxFile(main, `http{${'server{listen 81;}'.repeat(3600)}}`)
    expect(cpuOf(() => expect(read(nginxConfiguration, text, 0).sites[0]?.listens).toHaveLength(3600), 50)).toBeLessThan(200)
  })
  test('more words than a file has', () => {
    expect(() => directives('a;'.repeat(30_000))).toThrow('less than 50000 words')
  })
  test('an include with thirty stars', () => {
    const includes = (pattern: string) => read(nginxConfiguration, nginxFile(main, `http { include ${pattern}; }`), 0).includesConfD
    for (const pattern of ['/etc/nginx/conf.d/' + '*a'.repeat(30), '/etc/nginx/conf.d/' + '*'.repeat(30) + 'x', '*?'.repeat(30_000)])
      expect(cpuOf(() => expect(includes(pattern)).toBe(false), 50)).toBeLessThan(200)
    expect(includes('/etc/nginx/conf.d/' + '*'.repeat(30))).toBe(true)
  })
})

describe('patterns', () => {
  it.each([
    ['', '', true],
    ['*', '', true],
    ['?', '', false],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'acb', false],
    ['*a*a', 'a', false],
    ['ab*ba', 'aba', false],
    ['*?a', 'a', false],
    ['[', '[', true],
    ['a.c', 'abc', false],
  ])('%j and %j: %s', (pattern, text, matches) => {
    expect(matchesWildcard(pattern, text)).toBe(matches)
  })
  it.each([
    ['conf.d/*.conf', 'conf.d/hotpair.conf', true],
    ['conf.d/*', 'conf.d/a/b', false],
    ['*', 'conf.d/a', false],
    ['conf.d/[a-h]*.conf', 'conf.d/hotpair.conf', true],
    ['conf.d/[!a-h]*.conf', 'conf.d/hotpair.conf', false],
    ['conf.d/[^x]otpair.conf', 'conf.d/hotpair.conf', true],
    ['conf.d/[]h]otpair.conf', 'conf.d/hotpair.conf', true],
    ['conf.d/[h', 'conf.d/[h', true],
  ])('of paths: %j and %j: %s', (pattern, text, matches) => {
    expect(matchesGlob(pattern, text)).toBe(matches)
  })
  test('known_hosts: *a*a*a… for a host of 255 letters, and 64 KB of patterns', () => {
    const host = 'a'.repeat(254)
    const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4`
    const found = (hosts: string): number => lookup(parseKnownHosts(`${hosts} ${key}\n`, 'x'), host, 22).length
    for (const hosts of [`${'*a'.repeat(40)}*b`, `${'*a'.repeat(500)}b`, '*a*b,'.repeat(13_000)])
      expect(
        cpuOf(() => expect(found(hosts)).toBe(0), 50),
        hosts.slice(0, 9),
      ).toBeLessThan(200)
    expect(found(`${'*a'.repeat(40)}*`)).toBe(1)
    expect(matchesPatterns(['*', `!${'*a'.repeat(40)}*`], host)).toBe(false)
  })
  test('~/.ssh/config: the same in Host, and blank lines', async () => {
    mkdirSync(join(folder, '.ssh'))
    writeFileSync(
      join(folder, '.ssh', 'config'),
      `${'\n'.repeat(60_000)}Host ${'a'.repeat(60)}\nUser ann\nHost ${'*a'.repeat(30)}b\nPort 1\nHost *\nPort 2222\nUser bob\nProxyCommand none\n`,
    )
    const before = process.cpuUsage()
    const { hosts } = await sshSuggestions(folder, {})
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000)
    expect(hosts).toEqual([{ alias: 'a'.repeat(60), address: 'a'.repeat(60), port: 2222, user: 'ann', keyFile: null }])
  })
  test('a known_hosts file that is too large is not read', async () => {
    const file = join(folder, 'known_hosts')
    writeFileSync(file, 'x'.repeat(8 * 1024 * 1024 + 1))
    await expect(openHostKeys({ read: [], write: file }).algorithms('a', 22)).rejects.toMatchObject({
      failure: { kind: 'known-hosts-unreadable', values: { file, reason: 'too-large' } },
    })
  })
})

describe('a host with 50,000 rules is read', () => {
  const rules = Array.from(
    { length: 50_000 },
    (_, i) =>
      `-A blocked -s 198.51.${String(i >> 8)}.${String(i & 255)}/32 -p tcp -m comment --comment "entry \\"${String(i)}\\" -j ACCEPT of the list" -j DROP`,
  )
  const saved = (last: string) =>
    [
      '*nat',
      ':PREROUTING ACCEPT [0:0]',
      '-A PREROUTING -j DROP',
      'COMMIT',
      '*filter',
      ':INPUT ACCEPT [0:0]',
      ':blocked - [0:0]',
      last,
      ...rules,
      'COMMIT',
      '',
    ].join('\n')

  /** Runs the fact's own command through the real sh, with a program that prints the file. */
  const asked = (name: string, printed: string, command: string) => {
    writeFileSync(join(folder, 'printed'), printed)
    writeFileSync(join(folder, name), `#!/bin/sh\nexec cat ${join(folder, 'printed')}\n`)
    chmodSync(join(folder, name), 0o755)
    const { stdout, status } = spawnSync('sh', ['-c', command], {
      encoding: 'utf8',
      maxBuffer: 2 ** 27,
      env: { PATH: `${folder}:/usr/bin:/bin`, LC_ALL: 'C' },
    })
    return { stdout: stdout.replace(/\n$/, ''), status: status ?? -1 }
  }

  test('iptables: in time as it is, and small by the time it leaves the host', () => {
    const text = ['*filter', '-A INPUT -j blocked', ...rules.map((rule) => rule.replace(/-m comment .* of the list"/, ''))]
      .join('\n')
      .slice(0, 4_194_000)
    expect(cpuOf(() => expect(read(iptables, text, 0)).toEqual({ foreign: true, drops: false }), 300)).toBeLessThan(1500)
    for (const [last, foreign] of [
      ['-A INPUT -j blocked', true],
      ['-A INPUT -m comment --comment "-j blocked" -j ACCEPT', false],
    ] as const) {
      const { stdout, status } = asked('iptables-save', saved(last), iptables.command.text)
      expect(stdout.length).toBeLessThan(1000)
      expect(read(iptables, stdout, status)).toEqual({ foreign, drops: false })
    }
  })
  test('iptables: as many chains as rules, one leading to the next', () => {
    const chains = Array.from({ length: 50_000 }, (_, i) => `-A ${i === 0 ? 'INPUT' : `c${String(i)}`} -j c${String(i + 1)}`)
    const text = ['*filter', ...chains, '-A c50000 -j REJECT'].join('\n')
    expect(read(iptables, text, 0).foreign).toBe(true)
  })
  test('nft: small by the time it leaves the host', () => {
    const chain = (name: string, more: readonly string[]) => [
      `table inet ${name} {`,
      '\tset many {',
      '\t\ttype ipv4_addr',
      '\t\telements = { 198.51.100.1, 198.51.100.2,',
      '\t\t\t     198.51.100.3 }',
      '\t}',
      '\tchain input {',
      '\t\ttype filter hook input priority filter; policy accept;',
      ...more,
      '\t}',
      '}',
    ]
    const drops = rules.map((_, i) => `\t\tip saddr 198.51.${String(i >> 8)}.${String(i & 255)} counter packets 0 bytes 0 drop`)
    const ruleset = [
      ...chain('shop', drops),
      ...chain('quiet', ['\t\tip saddr 198.51.100.1 comment "drop" accept', '\t\tcounter packets 0 bytes 0 jump droplist']),
    ]
    const { stdout, status } = asked('nft', `${ruleset.join('\n')}\n`, nftTables.command.text)
    expect(stdout.length).toBeLessThan(1000)
    expect(read(nftTables, stdout, status)).toEqual(['inet shop'])
    expect(read(nftTables, ruleset.slice(0, 20_000).join('\n'), 0)).toEqual(['inet shop'])
  })
  test('interfaces: each once, and as many addresses as there are', () => {
    const text = (name: (i: number) => string) =>
      [
        ...Array.from({ length: 4000 }, (_, i) => `${String(i)}: ${name(i)}: <UP> link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff`),
        '===',
        ...Array.from({ length: 4000 }, (_, i) => `${String(i)}: ${name(i)} inet 198.51.100.1/24 scope global`),
      ].join('\n')
    expect(
      cpuOf(
        () =>
          expect(
            read(
              interfaces,
              text((i) => `v${String(i)}`),
              0,
            ),
          ).toHaveLength(4000),
        100,
      ),
    ).toBeLessThan(400)
    expect(() =>
      read(
        interfaces,
        text(() => 'v'),
        0,
      ),
    ).toThrow('each link once')
  })
})

describe('a pair file', () => {
  test('189 KB of settings that there are not', () => {
    const keys = (count: number) => Array.from({ length: count }, (_, i) => `k${String(i)}: 1\n`).join('')
    const tooLarge = { kind: 'pair-unreadable', values: { file: 'web.yaml', reason: 'too-large' } }
    expect(
      cpuOf(() => expect(failureOf(() => parsePair(pairTemplate(voiceOf('en')) + keys(19_000), 'web.yaml'))).toMatchObject(tooLarge), 50),
    ).toBeLessThan(200)
    // Fewer are named, but not all.
    const failure = failureOf(() => parsePair(pairTemplate(voiceOf('en')) + keys(900), 'web.yaml'))
    expect(failure).toMatchObject({ kind: 'pair-invalid', values: { issues: { length: 20 }, more: 880 } })
    expect(failureText(failure).what).toMatch(/\nk0: There is no such setting\. \(line \d+\)\n[^]*\n… and 880 more$/)
  })
  it.each([
    ['brackets', '['.repeat(5000)],
    ['braces', '{a: '.repeat(5000)],
    ['dashes', '- '.repeat(5000)],
    ['a quarter of a megabyte', `#${'x'.repeat(256 * 1024)}`],
  ])('%s: too large', (_, text) => {
    expect(cpuOf(() => expect(failureOf(() => parsePair(text, 'x')).values).toMatchObject({ reason: 'too-large' }), 50)).toBeLessThan(200)
  })
  test('aliases of aliases', () => {
    const levels = Array.from(
      { length: 25 },
      (_, i) => `${'abcdefghijklmnopqrstuvwxyz'.charAt(i + 1)}: &${String(i + 1)} [*${String(i)}, *${String(i)}, *${String(i)}]`,
    )
    expect(failureOf(() => parsePair(['a: &0 [x, x, x]', ...levels].join('\n'), 'x'))).toMatchObject({
      kind: 'pair-unreadable',
      values: { reason: 'aliases' },
    })
  })
  test('the largest that there is: eight nodes, every setting, a comment on each line', () => {
    const node = (i: number) =>
      `  - name: n${String(i)} # name\n    address: 198.51.100.${String(i)} # address\n    port: 22 # port\n    user: ops # user\n    auth: key # auth\n    keyFile: ~/.ssh/id # key\n    sudo: password # sudo\n    interface: ens33 # interface\n    priority: ${String(250 - i)} # priority\n`
    const list = (count: number, text: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => `    - ${text(i)} # one\n`).join('')
    const text = `name: web # name\nnodes: # nodes\n${[1, 2, 3, 4, 5, 6, 7, 8].map(node).join('')}vips: # vips\n${list(20, (i) => `198.51.100.${String(100 + i)}/24`)}vrrp: { routerId: 66 } # vrrp\nnginx:\n  content: proxy\n  upstreams:\n${list(64, (i) => `198.51.100.31:${String(8000 + i)}`)}`
    expect(parsePair(text, 'x').nodes).toHaveLength(8)
  })
})

describe('what a host prints', () => {
  test('a line that comes in crumbs costs its bytes, and is cut where no line ends', () => {
    const lines: string[] = []
    const splitter = new LineSplitter((line) => lines.push(line))
    const crumb = Buffer.from('xxxxxxxx')
    const spent = cpuOf(() => {
      for (let i = 0; i < 250_000; i += 1) splitter.take(crumb)
    }, 0)
    // 6 MB in pieces of 8 bytes; put together anew for each of them it was minutes
    expect(spent).toBeLessThan(1500)
    splitter.take(Buffer.from('\nä'.repeat(2)))
    splitter.take(Buffer.from('ü').subarray(0, 1))
    splitter.take(Buffer.from('ü').subarray(1))
    splitter.end()
    expect(lines.map((line) => line.length)).toEqual([longestLine, 1, 2])
    expect(lines.slice(1)).toEqual(['ä', 'äü'])
  })
  test('8 MiB in pieces of one byte are 8 MiB, and no more', () => {
    const gathered = new Gathered(4 * 1024 * 1024)
    const before = process.memoryUsage()
    const one = Buffer.from('x')
    for (let i = 0; i < 4 * 1024 * 1024; i += 1) gathered.take(one)
    expect(process.memoryUsage().arrayBuffers - before.arrayBuffers).toBeLessThan(32 * 1024 * 1024)
    expect(gathered.take(one)).toBe(false)
    expect(gathered.text()).toHaveLength(4 * 1024 * 1024)
  })
  test('a talk with sudo in pieces of one byte', () => {
    const one = Buffer.from('x')
    const dialogue = new SudoDialogue('0123456789abcdef0123456789abcdef')
    const spent = cpuOf(() => {
      for (let i = 0; i < 256 * 1024; i += 1) dialogue.feed(one)
    }, 500)
    expect(spent).toBeLessThan(2000)
    expect(dialogue.said).toHaveLength(2000)
  })

  /** A host that prints lines for ever, as far as it is let, on each new connection; between them it is lost. */
  const endless = (line: string, perConnection: number) => {
    let told = 0
    const run = (_: unknown, { onLine }: RunOptions = {}): Promise<RunResult> => {
      for (let i = 0; i < perConnection; i += 1) {
        told += 1
        onLine?.(line)
      }
      return Promise.reject(new HotpairError('connection-lost', { node: 'nginx1' }))
    }
    const session: Session = { node: 'nginx1', channels: 0, reachedAt: null, run, close: () => Promise.resolve() }
    return { session, told: () => told }
  }
  it.each([
    ['lines', '1\tcommit\toutput\tx', 50_001],
    ['characters', `1\tcommit\toutput\t${'x'.repeat(60_000)}`, 150],
    ['what is no journal', 'x', 50_001],
  ])('a journal without end: too many %s end the verb, over all connections', async (_, line, most) => {
    const { session, told } = endless(line, 20_000)
    const events: unknown[] = []
    const [node] = pairOf().nodes
    if (node === undefined) throw new Error('no node')
    const link = new NodeLink(
      node,
      () => Promise.resolve(session),
      (event) => events.push(event),
    )
    await expect(
      link.verb(deploymentName.parse('20261122T154134-a1b2c3'), 'commit', { deadline: Date.now() + 60_000 }),
    ).rejects.toMatchObject({
      failure: { kind: 'command-failed', node: 'nginx1', values: { reason: 'output-too-large' } },
    })
    expect(told()).toBeLessThanOrEqual(most)
    expect(events.length).toBeLessThan(most)
  })

  const journal = (detail: string): EngineEvent => ({
    type: 'journal',
    node: 'a',
    line: { at: 1, verb: 'commit', event: 'output', text: detail },
  })
  test('what a task has told is kept up to 8 MiB and 20,000 events, the newest', async () => {
    for (const [detail, most] of [
      ['x'.repeat(2000), 4200],
      ['', 20_000],
    ] as const) {
      const told = new Told()
      for (let i = 0; i < 25_000; i += 1) told.add(journal(`${String(i)} ${detail}`))
      const heard: EngineEvent[] = []
      await told.tell((event) => heard.push(event), new AbortController().signal)
      expect(heard.length).toBeLessThanOrEqual(most)
      expect(heard.length).toBeGreaterThan(most * 0.9)
      expect(heard.at(-1)).toEqual(journal(`24999 ${detail}`))
    }
  })
  test('it is told again in order, while more comes, and not all in one go', async () => {
    const told = new Told()
    const leave = new AbortController()
    for (let i = 0; i < 1000; i += 1) told.add(journal(String(i)))
    const heard: string[] = []
    const telling = told.tell(
      (event) => heard.push(event.type === 'journal' && event.line.event === 'output' ? event.line.text : ''),
      leave.signal,
    )
    expect(heard).toHaveLength(200)
    told.add(journal('1000'))
    await telling
    told.add(journal('1001'))
    leave.abort()
    told.add(journal('1002'))
    expect(heard).toEqual(Array.from({ length: 1002 }, (_, i) => String(i)))
  })
})
