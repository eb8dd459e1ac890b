import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readablePaths, stateFolder } from '../../electron/domain/paths'
import { sha256 } from '../../electron/plan/sha256'
import { clockAnswer, recordsAnswer, vrrpMessages } from '../facts/answering'
import { shellWords } from './words'

/** A node that answers honestly: what real hosts said once (recorded.json), and a small state machine for what a deployment changes. */

type Answers = Readonly<Record<string, { readonly status: number; readonly output: string }>>
export const nodeNames = ['nginx1', 'nginx2'] as const
export type NodeName = (typeof nodeNames)[number]
type Recorded = Readonly<Record<'bare' | 'deployed', Readonly<Record<NodeName, Answers>>>>

export const readRecorded = (folder: string): Recorded => JSON.parse(readFileSync(join(folder, 'recorded.json'), 'utf8')) as Recorded

/** What is asked of a node: told by the script alone. */
export const questions = [
  ...(['facts', 'status', 'deliver', 'commit', 'rollback', 'undo', 'follow', 'hold', 'confirm', 'journal'] as const),
  ...(['watch', 'adverts', 'round', 'health', 'inject', 'heal', 'unit', 'clock', 'measured', 'audit', 'unknown'] as const),
]
export type Question = (typeof questions)[number]

export function questionIn(script: string): Question {
  if (script === 'sh -s') return 'facts'
  if (script.startsWith(`for f in ${stateFolder}/`)) return 'status'
  if (script.includes(`mkdir -p ${stateFolder}/deployments && mkdir `)) return 'deliver'
  if (script.startsWith('tail -n 2000 ')) return 'journal'
  if (script.startsWith("last=; trap '' PIPE\n")) return 'watch'
  if (script.startsWith("trap '' PIPE\npid=")) return 'adverts'
  if (script.startsWith('d=$(mktemp -d)')) return 'round'
  if (script.startsWith('echo "nginx $(systemctl is-active nginx)"')) return 'health'
  if (/^\{ [^\n]* \|\| \{ echo impossible; /.test(script)) return 'inject'
  if (/^\{ [^\n]*systemctl/.test(script)) return 'heal'
  if (/^timeout \d+ (nginx -t|systemctl (start|stop|restart) (nginx|keepalived)\.service)/.test(script)) return 'unit'
  if (script === 'date +%s:%N') return 'clock'
  if (script.startsWith('{\n  systemctl list-units --all')) return 'audit'
  if (/^systemctl stop hotpair-calibrate-\d+\.service /.test(script)) return 'measured'
  const [shell, runner = '', verb, , detached] = shellWords(script)
  const asked = verb === 'detach' ? detached : verb
  const known = ['commit', 'rollback', 'undo', 'follow', 'hold', 'confirm'] as const
  return (shell === 'sh' && runner.endsWith('/bundle/hotpair.sh') && known.find((each) => each === asked)) || 'unknown'
}

/** What a command prints and how it ends; `goesOn` prints until nobody listens any more. */
export interface Answer {
  readonly stdout: string
  readonly stderr?: string
  readonly status?: number
  readonly goesOn?: () => string
}

interface Deployment {
  readonly id: string
  readonly owner: string
  readonly pair: string
  readonly plan: string
  readonly files: ReadonlyMap<string, string>
  readonly journal: string[]
  state: string
}

/** What the hosts of a pair share: the VIP is with one of them. */
export class Lan {
  readonly vip = '198.51.100.199'
  readonly hosts: Host[] = []
  holder: NodeName | null = null

  /** Who takes the VIP when nobody has it: the first that can. */
  elect(): void {
    const fit = (host: Host | undefined): boolean => host?.serves === true
    if (!fit(this.hosts.find(({ name }) => name === this.holder))) this.holder = this.hosts.find(fit)?.name ?? null
  }
  named(address: string): NodeName | null {
    return address === this.vip ? this.holder : (this.hosts.find((host) => host.address === address)?.name ?? null)
  }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
/** Questions that the recorded hosts were not asked. */
const made = new Set(['openDrills', 'unitLog', 'errorLog', 'nodeRecords', 'drillJournal'])

const inService = ['committed', 'held', 'confirmed']

export class Host {
  readonly name: NodeName
  readonly address: string
  /** Stands in its free texts, and must never be seen by another host. */
  readonly marker: string
  readonly #lan: Lan
  readonly #recorded: Recorded
  readonly #deployments = new Map<string, Deployment>()
  #open: string | null = null
  #last: string | null = null
  #broken = false

  constructor(lan: Lan, name: NodeName, recorded: Recorded) {
    this.name = name
    this.address = `198.51.100.1${name.slice(-1)}`
    this.marker = `_MK${name === 'nginx1' ? 'ONE' : 'TWO'}_`
    this.#lan = lan
    this.#recorded = recorded
    lan.hosts.push(this)
  }

  /** The same host once more, as it is now. */
  copy(lan: Lan): Host {
    const copy = new Host(lan, this.name, this.#recorded)
    for (const [id, own] of this.#deployments) copy.#deployments.set(id, { ...own, journal: [...own.journal] })
    copy.#open = this.#open
    copy.#last = this.#last
    return copy
  }

  /** The deployment that is open here; empty when none is. */
  get open(): string {
    return this.#open ?? ''
  }
  get #current(): Deployment | undefined {
    return this.#deployments.get(this.#open ?? this.#last ?? '')
  }
  get serves(): boolean {
    return !this.#broken && inService.includes(this.#current?.state ?? '')
  }

  /** Takes a script with its input; says what a real node would. */
  answer(script: string, input: string): Answer {
    const question = questionIn(script)
    const [, , verb = '', id = ''] = shellWords(script)
    switch (question) {
      case 'facts':
        return this.#facts(input)
      case 'status':
        return { stdout: this.#status(/ status (\S*)\n/.exec(script)?.[1] ?? '') }
      case 'deliver':
        return this.#deliver(script, input)
      case 'commit':
      case 'rollback':
      case 'undo':
      case 'hold':
      case 'confirm':
        return this.#verb(question, id)
      case 'follow':
        return { stdout: this.#lines(id).join('') }
      case 'journal':
        return { stdout: this.#lines(/deployments\/([^/]*)\/journal/.exec(script)?.[1] ?? '').join('') }
      case 'watch':
        return { stdout: '', goesOn: () => (this.#lan.holder === this.name ? `held ${this.#lan.vip}\n` : 'held\n') }
      case 'adverts': {
        let heard = 0
        return { stdout: '', goesOn: () => `heard hotpair_web ${String(this.#lan.holder === this.name ? 0 : heard++)}\n` }
      }
      case 'round':
        return { stdout: this.#round(script) }
      case 'health':
        return {
          stdout: `nginx ${this.#active}\nkeepalived ${this.#active}\nown ${this.serves ? '200' : '000'}\nloopback ok\nopen \n${this.#addresses()}`,
        }
      case 'inject':
        this.#broken = true
        this.#lan.elect()
        return { stdout: 'armed\ninjecting\ninjected\n' }
      case 'heal':
        this.#broken = false
        this.#lan.elect()
        return { stdout: '' }
      case 'unit':
      case 'measured':
        return { stdout: '' }
      case 'clock':
        return { stdout: clockAnswer() }
      case 'audit':
        return { stdout: `file ${'a'.repeat(64)}  /etc/keepalived/keepalived.conf\n` }
      case 'unknown':
        return { stdout: '', stderr: `sh: ${verb}: not found\n`, status: 127 }
      default:
        return question satisfies never
    }
  }

  get #active(): string {
    return this.serves ? 'active' : 'inactive'
  }

  #addresses(): string {
    const vip =
      this.#lan.holder === this.name
        ? `2: ens33    inet ${this.#lan.vip}/24 scope global secondary ens33\\       valid_lft forever preferred_lft forever\n`
        : ''
    return `1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n2: ens33    inet ${this.address}/24 brd 198.51.100.255 scope global ens33\\       valid_lft forever preferred_lft forever\n${vip}`
  }

  #facts(asked: string): Answer {
    const mark = /printf '%s clock %s\\n' (\S+) /.exec(asked)?.[1] ?? ''
    const names = ([...asked.matchAll(/^ {2}for name in (.*); do$/gm)].at(-1)?.[1] ?? '').split(' ')
    const served = inService.includes(this.#current?.state ?? '')
    const recorded = this.#recorded[served ? 'deployed' : 'bare'][this.name]
    const clock = `${mark} clock ${clockAnswer()}`
    const reply = (name: string): string => {
      const { status, output } = recorded[name] ?? { status: made.has(name) ? 0 : 127, output: '' }
      return `\n${mark} ${name} ${String(status)}\n${this.#fact(name, output, asked)}`
    }
    return { stdout: `${clock}${names.map(reply).join('')}\n${mark} end 0\n` }
  }

  /** What changes with a deployment, and a word of its own. */
  #fact(name: string, recorded: string, asked: string): string {
    const holds = this.#lan.holder === this.name
    switch (name) {
      case 'osRelease':
        return recorded.replace('(bookworm)', `(bookworm ${this.marker})`)
      case 'files':
        return this.#files(recorded)
      case 'hotpairState':
        return this.#hotpairState()
      case 'interfaces':
        return holds === recorded.includes(`${this.#lan.vip}/`) ? recorded : this.#interfaces(recorded, holds)
      case 'openDrills':
        return ''
      case 'unitLog':
        return base64(`2026-11-30T21:57:11+0000 ${this.name} systemd[1]: Started nginx ${this.marker}.\nend 0\n`)
      case 'drillJournal':
        return base64(`keepalived 1796097990.931565 ${this.name} Keepalived_vrrp[64]: (hotpair_web) Entering MASTER STATE ${this.marker}\n`)
      case 'nodeRecords':
        return recordsAnswer([...vrrpMessages(holds), `VRRP_Script(${this.marker}) succeeded`])
      case 'errorLog':
        return `${base64('/var/log/nginx/error.log')} ${base64(`2026/11/30 21:57:11 [error] ${this.marker}\nend 0\n`)}`
      case 'vridsHeard':
        return 'unheard\n'
      case 'vipUse': {
        const vips = (/for vip in ([\d. ]*); do/.exec(asked)?.[1] ?? '').split(' ').filter((vip) => vip !== '')
        const listens = asked.includes('listen=yes')
        const state = (vip: string): string => {
          if (vip === this.#lan.vip && holds) return 'own'
          if (!listens) return 'not-checked not-asked'
          return vip === this.#lan.vip && this.#lan.holder !== null
            ? `used 02:68:70:00:00:0${this.#lan.holder === 'nginx1' ? 'b' : 'c'}`
            : 'free'
        }
        return vips.map((vip) => `${vip} ${state(vip)}\n`).join('')
      }
      default:
        return recorded
    }
  }

  #interfaces(recorded: string, holds: boolean): string {
    const without = recorded.split('\n').filter((line) => !line.includes(`${this.#lan.vip}/`))
    if (!holds) return without.join('\n')
    const own = without.findIndex((line) => line.includes(`${this.address}/`))
    const vip = (without[own] ?? '')
      .replace(`${this.address}/24`, `${this.#lan.vip}/24`)
      .replace(/scope global (?=\S+\\|\S+$)/, 'scope global secondary ')
    return [...without.slice(0, own + 1), vip, ...without.slice(own + 1)].join('\n')
  }

  #files(recorded: string): string {
    const own = this.#current !== undefined && inService.includes(this.#current.state) ? this.#current.files : new Map<string, string>()
    const line = (path: string): string => {
      const content = own.get(path)
      if (content === undefined) return recorded.split('\n').find((each) => each.startsWith(`${path} `)) ?? `${path} absent`
      const mode = path.startsWith('/usr/libexec/') ? '755' : '644'
      return `${path} file ${mode} root root sum=${sha256(content)} target= content=+${Buffer.from(content).toString('base64')}`
    }
    return readablePaths.map((path) => `${line(path)}\n`).join('')
  }

  #hotpairState(): string {
    const under = (link: string, id: string | null): string => {
      const own = this.#deployments.get(id ?? '')
      if (own === undefined) return ''
      return ['deployment', 'state', 'owner', 'plan', 'pair']
        .map((name) => `${link}.${name}=${name === 'deployment' ? own.id : own[name as 'state' | 'owner' | 'plan' | 'pair']}\n`)
        .join('')
    }
    return under('open', this.#open) + under('last', this.#last)
  }

  #status(wanted: string): string {
    const own = this.#deployments.get(wanted === "''" || wanted === '' ? (this.#open ?? this.#last ?? '') : wanted)
    if (own === undefined) return 'deployment\tnone\n'
    const open = this.#open === own.id ? 'open\tyes\n' : ''
    return `deployment\t${own.id}\nstate\t${own.state}\nowner\t${own.owner}\npair\t${own.pair}\nnode\t${this.name}\nplan\t${own.plan}\n${open}`
  }

  #lines(id: string): string[] {
    return this.#deployments.get(id)?.journal ?? []
  }

  #deliver(script: string, input: string): Answer {
    if (this.#open !== null) return { stdout: `locked\tdeployments/${this.#open}\t${this.#current?.owner ?? ''}\n`, status: 75 }
    const word = (name: string): string =>
      shellWords(new RegExp(`^\\s*printf '%s\\\\n' (.*) >\\S+/${name}$`, 'm').exec(script)?.[1] ?? '')[0] ?? ''
    const id = /deployments\/([\w-]+)\/bundle/.exec(script)?.[1] ?? ''
    const files = new Map<string, string>()
    let left = Buffer.from(input)
    for (;;) {
      const end = left.indexOf('\n')
      const [size = '', , path = ''] = left.toString('utf8', 0, end).split(' ')
      if (end < 0 || size === 'end') break
      left = left.subarray(end + 1)
      if (path.startsWith('bundle/files/')) files.set(path.slice('bundle/files'.length), left.toString('utf8', 0, Number(size)))
      left = left.subarray(Number(size))
    }
    this.#deployments.set(id, { id, owner: word('owner'), pair: word('pair'), plan: word('plan'), files, journal: [], state: 'preparing' })
    this.#open = id
    return this.#verb('prepare', id)
  }

  #verb(verb: 'prepare' | 'commit' | 'rollback' | 'undo' | 'hold' | 'confirm', id: string): Answer {
    const own = this.#deployments.get(id)
    if (own === undefined) return { stdout: '', stderr: `hotpair: there is no deployment to ${verb}\n`, status: 69 }
    const ends = {
      prepare: 'prepared',
      commit: 'committed',
      rollback: 'rolled-back',
      undo: 'undone',
      hold: 'held',
      confirm: 'confirmed',
    } as const
    own.state = ends[verb]
    if (verb === 'confirm') this.#last = id
    if (verb === 'undo') this.#last = null
    if (verb === 'rollback' || verb === 'confirm' || verb === 'undo') this.#open = null
    this.#lan.elect()
    const at = String(Date.now())
    const line = (event: string, detail: string): string => `2\t${at}\t${verb}\t${event}\t${detail}\n`
    const lines =
      verb === 'hold' || verb === 'confirm'
        ? [line('end', own.state)]
        : [line('begin', '-\tops@operator process 1'), line('do', 'reload-systemd\t\t24'), line('end', own.state)]
    own.journal.push(...lines)
    return { stdout: lines.join('') }
  }

  #round(script: string): string {
    const text = (content: string): string => Buffer.from(content).toString('base64')
    const holds = this.#lan.holder === this.name
    const asks = [...script.matchAll(/^ *(?:mine (\S+) \|\| )?ask (\d+) curl .*http:\/\/([\d.]+)\S* &$/gm)]
    const lines = asks.flatMap(([, mine, n = '', address = '']) => {
      if (mine !== undefined && holds) return []
      const node = this.#lan.named(address)
      if (node === null || this.#lan.hosts.find(({ name }) => name === node)?.serves !== true)
        return [`${n} 7 ${sha256('')} - ${text(`curl: (7) Failed to connect to ${address} port 80\n`)}`]
      return [`${n} 0 ${sha256(node)} ${text(httpAnswer(node))} -`]
    })
    return `addr ${text(this.#addresses())}\n${lines.join('\n')}\n`
  }
}

/** What the welcome page's server says. */
export const httpAnswer = (node: string): string =>
  `HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: ${String(node.length)}\r\nConnection: close\r\nX-Hotpair-Node: ${node}\r\n\r\n${node}`
