import type { Question } from './host'
import { bombs, evilName, globBomb, nonsense, payload, replaceOne, shuffled } from './payloads'
import type { Talk } from './talk'

/** Ways in which a host is hostile. Each is a whole conversation of its own; `fits` tells for which commands it makes sense. */
export interface Mutator {
  readonly fits?: (question: Question) => boolean
  /** Only where the command goes through a sudo that asks. */
  readonly sudo?: true
  readonly talk: (talk: Talk) => Promise<void>
}

const only =
  (...wanted: readonly Question[]) =>
  (question: Question): boolean =>
    wanted.includes(question)
const journals = only('deliver', 'commit', 'rollback', 'undo', 'follow', 'hold', 'confirm', 'journal')

/** An honest conversation whose output is another one. */
const saying =
  (change: (stdout: string, talk: Talk) => string | Buffer): Mutator['talk'] =>
  async (talk) => {
    await talk.greet()
    if (!(await talk.becomeRoot())) return
    const answer = await talk.answer()
    const stdout = answer.goesOn === undefined ? answer.stdout : answer.goesOn()
    await talk.out(change(stdout, talk))
    talk.end(answer.status ?? 0)
  }

/** The answer to one question of the facts becomes another one; base64 in it is opened first. */
const oneFact = (change: (output: string, talk: Talk, name: string) => string, wanted?: readonly string[]): Mutator['talk'] =>
  saying((stdout, talk) => {
    const mark = /^(\S+) clock /.exec(stdout)?.[1] ?? ''
    const parts = stdout.split(`\n${mark} `)
    const fitting = parts.flatMap((part, i) =>
      i > 0 && i < parts.length - 1 && (wanted?.includes(part.split(' ')[0] ?? '') ?? true) ? [i] : [],
    )
    // A pulse asks less than all facts: it may have none of these.
    if (fitting.length === 0) return stdout
    const at = talk.chance.pick(fitting)
    return parts
      .map((part, i) => {
        if (i !== at) return part
        const end = part.indexOf('\n')
        return `${part.slice(0, end)}\n${change(part.slice(end + 1), talk, part.split(' ')[0] ?? '')}`
      })
      .join(`\n${mark} `)
  })

/** One of the files that a node tells of has another content. */
const fileContent = (output: string, talk: Talk): string => {
  const { chance, host } = talk
  const lines = output.split('\n')
  const at = chance.below(Math.max(1, lines.length - 1))
  const path = (lines[at] ?? '').split(' ')[0] ?? ''
  const evil = payload(chance, host.marker)
  const content = chance.pick([
    `# Written by Hotpair for pair web, ${evil}\nvrrp_instance hotpair {\n  virtual_router_id 66\n}\n`,
    `server {\n    listen 127.0.0.1:${evil};\n}\n`,
    `# ${evil}\n    listen 127.0.0.1:18080;\n`,
    evil,
  ])
  const line = `${path} file 644 root root sum=${'0'.repeat(64)} target= content=+${Buffer.from(content).toString('base64')}`
  return lines.map((each, i) => (i === at ? line : each)).join('\n')
}

/** Names and owners as a node tells of deployments, in its facts and by its status. */
const evilDeployment = saying((stdout, talk) => {
  const name = evilName(talk.chance, talk.host.marker)
  const state = talk.chance.pick(['committed', 'held', 'prepared', 'confirmed', 'rolled-back', 'undoing'])
  const open = talk.chance.yes(0.7) ? 'open\tyes\n' : ''
  const owner = talk.chance.pick(['by hand, root', `ops@here process 999999`, payload(talk.chance, talk.host.marker)])
  return stdout.startsWith('deployment\t')
    ? `deployment\t${name}\nstate\t${state}\nowner\t${owner}\npair\tweb\nplan\t0123456789abcdef\n${open}`
    : stdout
})
const evilState = (_output: string, talk: Talk): string => {
  const name = evilName(talk.chance, talk.host.marker).replaceAll('\n', '')
  const link = talk.chance.pick(['open', 'last'])
  return `${link}.deployment=${name}\n${link}.state=committed\n${link}.owner=${payload(talk.chance, talk.host.marker)}\n${link}.plan=0123456789abcdef\n${link}.pair=web\n`
}

const journalLine = (talk: Talk): string => {
  const verb = talk.chance.pick(['prepare', 'commit', 'rollback', 'undo', 'hold', 'confirm', payload(talk.chance, talk.host.marker)])
  const event = talk.chance.pick(['begin', 'step', 'do', 'unchanged', 'back', 'stuck', 'why', 'output', 'warn', 'failed', 'lost', 'end'])
  const detail = talk.chance.yes()
    ? payload(talk.chance, talk.host.marker)
    : talk.chance.pick(['prepared', 'committed', 'undone', 'rolled-back', 'held', 'confirmed'])
  const code = talk.chance.pick(['-', 'write-file', 'step-failed', 'changed-since', 'not-running', 'earlier'])
  // Lines of both formats of the journal.
  const said = talk.chance.yes() ? detail : `${code}\t${detail}\t${payload(talk.chance, talk.host.marker)}`
  return `${talk.chance.yes() ? '2\t' : ''}${talk.chance.yes(0.8) ? String(Date.now()) : payload(talk.chance, talk.host.marker)}\t${verb}\t${event}\t${said}\n`
}

/** As fast as it is read, until nobody listens any more; at most half a gigabyte. */
async function flood(talk: Talk, where: 'out' | 'err', part: (i: number) => string): Promise<void> {
  for (let sent = 0, i = 0; sent < 512 * 1024 * 1024 && !talk.exec.closed.aborted; i++) {
    const text = part(i)
    sent += text.length
    await talk[where](text)
  }
  talk.end(0)
}
const block = (text: string): string => text.repeat(Math.ceil(65_536 / text.length))
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const mutators = {
  // ---- the end comes too early, or not as it should ----
  'drop-at-once': {
    talk: (talk) => {
      talk.drop()
      return Promise.resolve()
    },
  },
  'drop-after-greeting': {
    talk: async (talk) => {
      await talk.greet()
      talk.drop()
    },
  },
  'drop-as-root': {
    talk: async (talk) => {
      await talk.greet()
      await talk.becomeRoot()
      talk.drop()
    },
  },
  'drop-mid-output': {
    talk: async (talk) => {
      await talk.greet()
      if (!(await talk.becomeRoot())) return
      const { stdout } = await talk.answer()
      await talk.out(stdout.slice(0, talk.chance.below(stdout.length + 1)))
      talk.drop()
    },
  },
  'drop-before-status': {
    talk: async (talk) => {
      await talk.greet()
      if (!(await talk.becomeRoot())) return
      await talk.out((await talk.answer()).stdout)
      talk.drop()
    },
  },
  'close-without-status': {
    talk: async (talk) => {
      await talk.greet()
      if (!(await talk.becomeRoot())) return
      await talk.out((await talk.answer()).stdout)
      talk.exec.channel.end()
    },
  },
  'killed-by-signal': {
    talk: async (talk) => {
      await talk.greet()
      if (!(await talk.becomeRoot())) return
      await talk.out((await talk.answer()).stdout)
      talk.exec.channel.exit('KILL', true, payload(talk.chance, talk.host.marker).slice(0, 200))
      talk.exec.channel.end()
    },
  },
  'wrong-status': {
    talk: async (talk) => {
      await talk.greet()
      if (!(await talk.becomeRoot())) return
      await talk.out((await talk.answer()).stdout)
      talk.end(talk.chance.pick([1, 2, 65, 75, 124, 127, 137, 255, 4_294_967_295]))
    },
  },
  'status-first': {
    talk: async (talk) => {
      talk.exec.channel.exit(0)
      await talk.greet()
      await talk.start()
      await talk.out(talk.host.answer(talk.exec.received.script, '').stdout)
      talk.exec.channel.end()
    },
  },
  'input-unread': {
    talk: async (talk) => {
      await talk.greet()
      await talk.start()
      await talk.say(talk.host.answer(talk.exec.received.script, ''))
    },
  },

  // ---- slow, endless, in pieces ----
  silence: { talk: (talk) => talk.hang() },
  'silence-of-verbs': { fits: only('deliver', 'commit', 'rollback', 'undo', 'follow'), talk: (talk) => talk.hang() },
  'silence-after-greeting': {
    talk: async (talk) => {
      await talk.greet()
      await talk.hang()
    },
  },
  'silence-as-root': {
    talk: async (talk) => {
      await talk.greet()
      await talk.becomeRoot()
      await talk.hang()
    },
  },
  'silence-before-status': {
    talk: async (talk) => {
      await talk.greet()
      if (!(await talk.becomeRoot())) return
      await talk.out((await talk.answer()).stdout)
      await talk.hang()
    },
  },
  'one-by-one': {
    talk: async (talk) => {
      await talk.greet()
      if (!(await talk.becomeRoot())) return
      const bytes = Buffer.from((await talk.answer()).stdout)
      const size = Math.max(1, Math.floor(bytes.length / 400))
      for (let at = 0; at < bytes.length && !talk.exec.closed.aborted; at += size) {
        await talk.out(bytes.subarray(at, at + size))
        await pause(2)
      }
      talk.end(0)
    },
  },
  'dripping-for-ever': {
    talk: async (talk) => {
      await talk.greet()
      await talk.becomeRoot()
      while (!talk.exec.closed.aborted) {
        await talk.out('.')
        await pause(50)
      }
    },
  },
  'endless-bytes': {
    talk: async (talk) => {
      await talk.greet()
      await talk.becomeRoot()
      await flood(talk, 'out', () => block('x'))
    },
  },
  'endless-lines': {
    talk: async (talk) => {
      await talk.greet()
      await talk.becomeRoot()
      await flood(talk, 'out', () => block(`${talk.host.marker}\n`))
    },
  },
  'endless-journal': {
    fits: journals,
    talk: async (talk) => {
      await talk.greet()
      await talk.becomeRoot()
      await flood(talk, 'out', () =>
        block(`2\t${String(Date.now())}\tprepare\tdo\twrite-file\t${'x'.repeat(talk.chance.pick([1, 60, 1900]))}\n`),
      )
    },
  },
  'endless-stderr': {
    talk: async (talk) => {
      await talk.greet()
      await flood(talk, 'err', () => block('x\n'))
    },
  },
  'much-stderr': {
    talk: async (talk) => {
      await talk.greet()
      if (!(await talk.becomeRoot())) return
      for (let i = 0; i < 64; i++) await talk.err(block(`${payload(talk.chance, talk.host.marker)}\n`).slice(0, 65_536))
      await talk.say(await talk.answer())
    },
  },
  'endless-greeting': { talk: (talk) => flood(talk, 'out', () => block('x')) },

  // ---- lies of the frame ----
  'greeting-lies': {
    talk: async (talk) => {
      const address = payload(talk.chance, talk.host.marker)
      await talk.greet(
        talk.chance.pick([`<198.51.100.1 40000 ${address} 22>`, `<${address}>`, '<>', address, '<127.0.0.1 1 127.0.0.1 22>', '<0 0 0 0>']),
      )
      if (await talk.becomeRoot()) await talk.say(await talk.answer())
    },
  },
  'no-greeting': {
    talk: async (talk) => {
      if (await talk.becomeRoot()) await talk.say(await talk.answer())
    },
  },
  'mark-lies': {
    fits: only('facts'),
    talk: saying((stdout, talk) =>
      stdout.replaceAll(/^[0-9a-f]{32}(?= )/gm, () => (talk.chance.yes() ? '0'.repeat(32) : talk.host.marker)),
    ),
  },
  'clock-lies': {
    fits: only('facts'),
    talk: saying((stdout, talk) =>
      stdout.replace(
        /clock \S+/,
        () => `clock ${talk.chance.yes() ? payload(talk.chance, talk.host.marker) : `${'9'.repeat(1 + talk.chance.below(30))}:0`}`,
      ),
    ),
  },
  'frame-doubled': { fits: only('facts'), talk: saying((stdout) => stdout + stdout) },

  // ---- content ----
  nonsense: { talk: saying((_, talk) => nonsense(talk.chance, 20_000)) },
  empty: { talk: saying(() => '') },
  truncated: { talk: saying((stdout, talk) => stdout.slice(0, talk.chance.below(stdout.length + 1))) },
  'out-of-order': { talk: saying((stdout, talk) => shuffled(stdout, talk.chance)) },
  'one-value': { talk: saying((stdout, talk) => replaceOne(stdout, talk.chance, talk.host.marker)) },
  'many-values': {
    talk: saying((stdout, talk) =>
      Array.from({ length: 5 }).reduce<string>((text) => replaceOne(text, talk.chance, talk.host.marker), stdout),
    ),
  },
  'one-fact': { fits: only('facts'), talk: oneFact((output, talk) => replaceOne(output, talk.chance, talk.host.marker)) },
  'fact-out-of-order': { fits: only('facts'), talk: oneFact((output, talk) => shuffled(output, talk.chance)) },
  'fact-of-another': { fits: only('facts'), talk: oneFact((_, talk) => `${payload(talk.chance, talk.host.marker)}\n`) },
  'file-content': { fits: only('facts'), talk: oneFact(fileContent, ['files']) },
  'fact-bomb': { fits: only('facts'), talk: oneFact((_, talk, name) => bombs[name]?.(talk.host.marker) ?? '', Object.keys(bombs)) },
  'glob-bomb': { fits: only('facts'), talk: oneFact(globBomb, ['nginxConfiguration']) },
  'evil-state': { fits: only('facts'), talk: oneFact(evilState, ['hotpairState']) },
  'evil-deployment': { fits: only('status'), talk: evilDeployment },
  'other-journal': {
    fits: journals,
    talk: saying(
      (stdout, talk) =>
        Array.from({ length: 1 + talk.chance.below(30) }, () => journalLine(talk)).join('') + (talk.chance.yes() ? stdout : ''),
    ),
  },
  'journal-between': {
    fits: journals,
    talk: saying((stdout, talk) => stdout.replaceAll(/^/gm, () => (talk.chance.yes(0.3) ? journalLine(talk) : ''))),
  },
  'locked-by': {
    fits: only('deliver', 'commit', 'undo'),
    talk: saying(
      (_, talk) => `locked\tdeployments/${evilName(talk.chance, talk.host.marker)}\t${payload(talk.chance, talk.host.marker)}\n`,
    ),
  },
  'holder-too': {
    fits: only('watch', 'adverts', 'round', 'health', 'facts'),
    talk: saying((stdout, talk) => {
      if (stdout.startsWith('held')) return 'held 198.51.100.199\n'.repeat(50)
      if (stdout.startsWith('heard')) return 'heard hotpair_web 9\nheard hotpair_web 99999999999\nheard ../x 1\n'.repeat(50)
      return stdout.replaceAll(talk.host.address, '198.51.100.199')
    }),
  },

  // ---- sudo ----
  'prompts-for-ever': {
    sudo: true,
    talk: async (talk) => {
      const mark = talk.exec.received.sudo?.mark ?? ''
      await talk.greet()
      while (!talk.exec.closed.aborted) {
        await talk.prompt(mark)
        await pause(5)
      }
    },
  },
  'prompts-twice': {
    sudo: true,
    talk: async (talk) => {
      const mark = talk.exec.received.sudo?.mark ?? ''
      await talk.greet()
      await talk.prompt(mark)
      await talk.exec.line()
      await talk.prompt(mark)
      await talk.hang()
    },
  },
  'prompts-after-start': {
    sudo: true,
    talk: async (talk) => {
      await talk.greet()
      await talk.start()
      await talk.err(`${talk.exec.received.sudo?.mark ?? ''}:prompt:`)
      await talk.hang()
    },
  },
  'prompts-by-other-mark': {
    talk: async (talk) => {
      await talk.greet()
      for (const mark of [...talk.marks, '0'.repeat(32), '']) await talk.err(`${mark}:prompt:`)
      await talk.err('[sudo] password for ops: \nPassword: ')
      await talk.out(`${talk.marks.map((mark) => `${mark}:prompt:`).join('')}\n`)
      await talk.hang()
    },
  },
  'starts-unasked': {
    sudo: true,
    talk: async (talk) => {
      await talk.greet()
      await talk.start()
      await talk.start()
      await talk.say(await talk.answer())
    },
  },
  mumbles: {
    sudo: true,
    talk: async (talk) => {
      await talk.greet()
      await talk.err(payload(talk.chance, talk.host.marker))
      await talk.err(nonsense(talk.chance, 100_000))
      if (talk.chance.yes()) talk.end(1)
      else await talk.hang()
    },
  },
  'sudo-missing': {
    sudo: true,
    talk: async (talk) => {
      await talk.greet()
      await talk.err(`${talk.exec.received.sudo?.mark ?? ''}:missing\n`)
      talk.end(127)
    },
  },
} as const satisfies Readonly<Record<string, Mutator>>

export type MutatorName = keyof typeof mutators
export const mutatorNames = Object.keys(mutators) as MutatorName[]

/** Hostile before any command: what becomes of the connection. */
export const connectionKinds = [
  'drops-after-login',
  'refuses-channels',
  'refuses-commands',
  'refuses-now-and-then',
  'refuses-passwords',
] as const
export type ConnectionKind = (typeof connectionKinds)[number]
