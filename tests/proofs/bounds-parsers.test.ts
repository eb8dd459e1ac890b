import { numbered } from '../../electron/domain/step'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readAnswer } from '../../electron/checks/answer'
import { addressesIn } from '../../electron/checks/round'
import { readRound } from '../../electron/checks/round'
import { planText } from '../../electron/cli/print/plan'
import { voiceOf } from '../../electron/cli/wording'
import { failureText } from '../../electron/contract/failure'
import { requestMessage } from '../../electron/contract/wire'
import { parseJournal, parseJournalLine, parseStatus } from '../../electron/deploy/journal'
import { isIPv4, isIPv6, parseCidr } from '../../electron/domain/address'
import { HotpairError } from '../../electron/domain/failure'
import { paths } from '../../electron/domain/paths'
import { compareVersions } from '../../electron/domain/version'
import { matchesGlob, matchesPatterns, matchesWildcard } from '../../electron/domain/wildcard'
import { clockOf } from '../../electron/facts/clock'
import { questions } from '../../electron/facts/collect'
import { bytesOf, read, Unreadable, type Fact } from '../../electron/facts/fact'
import { jitter } from '../../electron/facts/jitter'
import { openDrills } from '../../electron/facts/open-drills'
import { nginxErrorLog, unitLog } from '../../electron/facts/unit-log'
import { pulseQuestions } from '../../electron/facts/pulse'
import { factsDifference, factsDigest } from '../../electron/facts/fingerprint'
import { portOf } from '../../electron/facts/nginx-configuration'
import { directives } from '../../electron/facts/nginx-syntax'
import { preflight } from '../../electron/preflight/preflight'
import { hostKeyAlgorithms, parseKnownHosts, verify } from '../../electron/remote/known-hosts'
import { SudoDialogue, sudoRefusal } from '../../electron/remote/sudo'
import { parsePair } from '../../electron/store/pairs'
import { redactor } from '../../electron/store/redaction'
import { factsOf, fileOf, pairOf } from '../facts/healthy'
import { cpuOf, plain, size, someOf, stretched } from './adversary'

/** Issue 7: no parser takes more than 200 ms for any 256 KB. Each is linear and takes a tenth of it. */
const limit = 200

/** A parser reads, or says what it cannot read. What else it throws is a mistake of its own. */
function orRefuses(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof Unreadable || error instanceof z.ZodError || error instanceof HotpairError)) throw error
  }
}

const withinLimit = (work: () => unknown): number =>
  cpuOf(() => {
    orRefuses(work)
  }, limit / 2)

const pair = pairOf()
const [node] = pair.nodes
if (node === undefined) throw new Error('a pair without nodes')
const measure = { interface: 'ens33', address: '198.51.100.11', peers: ['198.51.100.12'], routerId: 67, run: 1, seconds: 5 }
const asked = [
  ...Object.entries(questions(null, node, pair, true)),
  ...Object.entries(pulseQuestions).map(([name, fact]) => [`pulse.${name}`, fact]),
  ...Object.entries({ unitLog: unitLog('nginx.service'), nginxErrorLog, openDrills, jitter: jitter(measure) }),
] as [string, Fact<unknown>][]

const recorded = z.object({ input: z.object({ stdout: z.string(), status: z.int() }) })
const root = new URL('../facts/', import.meta.url)
const answers = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(new URL(`${name}/`, root)).map((file) => readFileSync(new URL(`${name}/${file}`, root), 'utf8')))
  .map((text) => recorded.parse(JSON.parse(text)).input)

/** Every recorded answer that is one to this question: so a new fact is tried with its own, without code. */
const answersTo = (fact: Fact<unknown>): string[] =>
  answers
    .filter(({ stdout, status }) => {
      try {
        read(fact, stdout, status)
        return stdout !== ''
      } catch {
        return false
      }
    })
    .map(({ stdout }) => stdout)

describe('facts: no answer takes long, or is more than an answer that cannot be read', () => {
  it.each(asked)('%s', (_, fact) => {
    const honest = answersTo(fact)
    expect(honest).not.toEqual([])
    const most = Math.min(size, bytesOf(fact) - 2)
    for (const text of plain) expect(withinLimit(() => read(fact, text.slice(0, most), 0))).toBeLessThan(limit)
    fc.assert(
      fc.property(stretched(honest, most), (text) => {
        expect(withinLimit(() => read(fact, text, 0))).toBeLessThan(limit)
      }),
      someOf,
    )
  })
})

/** Facts of a host whose text is hostile wherever a text is long. */
const hostileFacts = (text: string) => {
  const facts = factsOf(1)
  return {
    ...facts,
    files: { ...facts.files, [paths.keepalivedConf]: fileOf(text), [paths.nginxHealth]: fileOf(text), [paths.nginxSite]: fileOf(text) },
  }
}
const planWith = (text: string) => ({
  findings: [],
  plan: {
    id: 'x',
    pair: 'web',
    shared: [],
    holders: [],
    facts: {},
    stages: [{ does: 'commit' as const, nodes: ['nginx1'], until: { is: 'verified' as const }, settle: 0 }],
    nodes: [
      {
        node: 'nginx1',
        target: { files: [{ path: '/etc/x', content: 'a\nb\n' }] } as never,
        steps: numbered([
          {
            stage: 'commit',
            code: 'write-file',
            subjects: ['/etc/x'],
            needed: true,
            act: { do: 'write', path: '/etc/x', mode: '0644', owner: 'root', group: 'root', sha256: '', before: text },
          },
        ]),
      },
    ],
  },
})
const inCrumbs = (text: string): void => {
  const dialogue = new SudoDialogue('0123456789abcdef')
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 64) dialogue.feed(bytes.subarray(at, at + 64))
}
const redact = redactor(['correct horse', 'aaaa', '    ', '1111', '{{{{'])

/** Everything else that reads what a host, a file or a message says, with something honest for it. */
const others: readonly (readonly [name: string, honest: string, parse: (text: string) => unknown])[] = [
  ['an nginx configuration', 'http {\n  server {\n    listen 80 default_server;\n    include "a b";\n  }\n}\n', directives],
  ['a listen directive', '[::]:80 default_server', portOf],
  ['a pattern of nginx', '/etc/nginx/conf.d/[a-z]*.conf', (text) => matchesGlob(text, paths.nginxSite)],
  ['a text for a pattern', paths.nginxSite, (text) => [matchesGlob('/etc/*/*/*a*b?', text), matchesWildcard('*a*a*a*b*1*1*:*', text)]],
  ['patterns of ssh', 'web*,!web1,*.example.org', (text) => matchesPatterns(text.split(','), 'a'.repeat(255))],
  [
    'known_hosts',
    'web1,*.a?c AAAA\n@revoked [web1]:22 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4 x\n|1|aa|bb ssh-rsa AA',
    (text) => {
      const lines = parseKnownHosts(`${text}\n${text.slice(0, 1000)} ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHh4`, 'x')
      return [verify(lines, 'a'.repeat(255), 2222, Buffer.alloc(51)), hostKeyAlgorithms(lines, 'web1', 22)]
    },
  ],
  [
    'a pair file',
    'name: web\nnodes:\n  - { name: a, address: 198.51.100.1 }\n  - { name: b, address: b.example.org }\nvips: [198.51.100.9/24]\nvrrp: { routerId: 66 }\n',
    (text) => parsePair(text, 'x'),
  ],
  ['an address', '198.51.100.1/24', (text) => [isIPv4(text), isIPv6(text), isIPv6(`:${text}`), parseCidr(text)]],
  ['a version', '1.22.1-9+b2', (text) => compareVersions(text, '1.2')],
  ['a line of a journal', '2\t1795362115400\tcommit\tdo\twrite-file\t/etc/x\t7', parseJournalLine],
  ['a line of an earlier journal', '1795362115400\tcommit\tstep\twrite /etc/x', parseJournalLine],
  ['a journal', '1795362115400\tcommit\tstep\twrite /etc/x\n1\tcommit\tend\tcommitted\n', parseJournal],
  ['a status', 'deployment\t20261122T154134-a1b2c3\nstate\theld\nowner\ta@b process 7\nopen\tyes\n', (text) => parseStatus('nginx1', text)],
  ['what sudo says', 'We trust you\n0123456789abcdef:prompt:Sorry, try again.\n', inCrumbs],
  [
    'why sudo refuses',
    'x is not in the sudoers file\nmaximum 3 incorrect password attempts',
    (text) => sudoRefusal(text, 'a', 'b').failure,
  ],
  ['an answer of curl', 'HTTP/1.1 200 OK\r\nX-Hotpair-Node: nginx1\r\n\r\nbody', (text) => readAnswer(0, text, text, '')],
  ['a round of checks', 'addr LQ==\n0 0 aa LQ== LQ==\n', readRoundOrNot],
  ['addresses of a node', '2: ens33 inet 198.51.100.199/24 x', (text) => [...addressesIn(text)]],
  ['a clock', '1795362115:123456789', (text) => clockOf({ node: text, before: 0, after: 1 })],
  [
    'a failure',
    'sudo said {output} {node}',
    (text) => failureText({ kind: 'no-sudo', node: 'a', hosts: 'unchanged', values: { reason: 'other', detail: text, user: text } }),
  ],
  ['a secret in a text', 'correct horse battery', redact],
  ['a message', '{"type":"request","id":1,"command":"app.start","input":{}}', messageOrNot],
  ['a comparison', 'a\nb\nc\n', (text) => planText(planWith(text), voiceOf('en'))],
  ['a digest of what a plan depends on', 'virtual_ipaddress {\n 198.51.100.1/24\n}\n', (text) => factsDigest(hostileFacts(text))],
  [
    'what has changed of what a plan depends on',
    'virtual_ipaddress {\n 198.51.100.1/24\n}\n',
    (text) => factsDifference(factsOf(1), hostileFacts(text)),
  ],
  [
    'preflight',
    'listen 127.0.0.1:8080;\nvirtual_ipaddress { 198.51.100.199/24 }',
    (text) => preflight(pair, { nginx1: hostileFacts(text), nginx2: factsOf(2) }),
  ],
]

/** Says with an Error that it is no round; whoever asked takes it for an unreadable fact (checks/verify.ts). */
function readRoundOrNot(text: string): unknown {
  try {
    return readRound(text)
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error
    return null
  }
}

/** JSON.parse says with a SyntaxError that it is no message (transport/serve.ts). */
function messageOrNot(text: string): unknown {
  try {
    return requestMessage.safeParse(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

describe('every other reader, the same', () => {
  it.each(others)('%s', (_, honest, parse) => {
    parse(honest)
    for (const text of plain)
      expect(
        withinLimit(() => parse(text)),
        JSON.stringify(text.slice(0, 12)),
      ).toBeLessThan(limit)
    fc.assert(
      fc.property(stretched([honest], size), (text) => {
        expect(withinLimit(() => parse(text))).toBeLessThan(limit)
      }),
      someOf,
    )
  })
})
