import { isIPv4, isIPv6, parseCidr } from '../address'
import type { Vip } from '../vip'
import { parseConfiguration, type Configuration, type Directive, type Statement } from './configuration'

/**
 * What a keepalived.conf says of VRRP, as values. Lines for one node only (`@node`) count like all others, and a variable has the value that it is
 * given last. Where a keyword stands twice the first one is told. A password is in none of it.
 */
export interface VrrpView {
  readonly global: {
    readonly routerId: string | null
    readonly vrrpVersion: number | null
    readonly smtpServer: string | null
    readonly notificationEmails: readonly string[]
  }
  readonly scripts: readonly Named<{ readonly script: string | null; readonly interval: number | null; readonly weight: number | null }>[]
  readonly trackFiles: readonly Named<{ readonly file: string | null; readonly weight: number | null }>[]
  readonly syncGroups: readonly Named<{ readonly instances: readonly string[] }>[]
  readonly instances: readonly VrrpInstance[]
  /** Files that are included, wherever. They are not read here. */
  readonly includes: readonly { readonly path: string; readonly line: number }[]
  /** Statements that are none of these, with their lines: virtual servers, unknown keywords, values that make no sense. */
  readonly notUnderstood: readonly { readonly line: number; readonly keyword: string }[]
}

type Named<T> = T & { readonly name: string; readonly line: number }

export interface VrrpAddress extends Vip {
  readonly device: string | null
  readonly label: string | null
  readonly line: number
}

export type VrrpInstance = Named<{
  readonly interface: string | null
  readonly routerId: number | null
  readonly priority: number | null
  readonly state: string | null
  readonly nopreempt: boolean
  /** s */
  readonly preemptDelay: number | null
  /** s */
  readonly advertInterval: number | null
  readonly downTimerAdverts: number | null
  readonly version: number | null
  readonly unicastSource: string | null
  /** null: multicast */
  readonly unicastPeers: readonly string[] | null
  /** PASS, AH or HMAC; null when nothing is said in this file. */
  readonly authentication: string | null
  readonly addresses: readonly VrrpAddress[]
  readonly excludedAddresses: readonly VrrpAddress[]
  /** Names of what is tracked: scripts, files, interfaces, processes. */
  readonly tracks: readonly string[]
  readonly includes: readonly string[]
}>

/** Reads a parsed configuration; pure, and linear in it. */
export const viewOf = (configuration: Configuration): VrrpView => new Reading(configuration).view()

/** The same of a text; null when it is beyond the limits. */
export function readView(text: string): VrrpView | null {
  const configuration = parseConfiguration(text)
  return configuration && viewOf(configuration)
}

/** Every address that any instance would have, excluded ones too. */
export const addressesOf = (view: VrrpView): VrrpAddress[] =>
  view.instances.flatMap((each) => [...each.addresses, ...each.excludedAddresses])

/**
 * The virtual_router_id of all instances of these files of one node, each once, in order. A variable may be defined in one and used in
 * another; one whose value is no number has none.
 */
export function routerIdsOf(files: readonly Configuration[]): number[] {
  const values = new Map(files.flatMap((file) => definitions(file.statements)))
  const ids = files.flatMap((file) =>
    directives(file.statements).flatMap(({ keyword, args }) =>
      keyword.text === 'virtual_router_id' ? (numberOf(resolved(args[0]?.text ?? '', values)) ?? []) : [],
    ),
  )
  return [...new Set(ids)].sort((a, b) => a - b)
}

/** All statements, blocks and bodies of definitions included. */
const all = (statements: readonly Statement[]): Statement[] =>
  statements.flatMap((one) => [one, ...all((one.kind === 'directive' ? one.children : one.body) ?? [])])
const directives = (statements: readonly Statement[]): Directive[] => all(statements).filter((one) => one.kind === 'directive')
const definitions = (statements: readonly Statement[]): [string, string][] =>
  all(statements).flatMap((one) => (one.kind === 'definition' ? [[one.name, one.value.replace(/^"(.*)"$/, '$1')] as [string, string]] : []))

/** A word that is one variable, with its value; others as they are. */
function resolved(word: string, values: ReadonlyMap<string, string>): string {
  const name = /^\$(?:\{([A-Za-z_]\w{0,254})\}|([A-Za-z_]\w{0,254}))$/.exec(word)
  return values.get(name?.[1] ?? name?.[2] ?? '') ?? word
}

const numberOf = (text: string | undefined): number | null =>
  text !== undefined && /^-?\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : null

/** Words of an address line that have a value behind them. */
const addressOptions = new Set(['dev', 'label', 'scope', 'brd', 'broadcast', 'peer', 'track_group', 'preferred_lft'])
const addressFlags = new Set(['no_track', 'home', '-nodad', 'nodad', 'mngtmpaddr', 'noprefixroute', 'autojoin', 'use_vmac'])
const includeKeywords = /^include[abmrw]?$/
const trackBlocks = new Set(['track_script', 'track_file', 'track_interface', 'track_process', 'track_bfd'])

class Reading {
  readonly #configuration: Configuration
  readonly #values: ReadonlyMap<string, string>
  readonly #notUnderstood: VrrpView['notUnderstood'][number][] = []
  readonly #includes: VrrpView['includes'][number][] = []

  constructor(configuration: Configuration) {
    this.#configuration = configuration
    this.#values = new Map(definitions(configuration.statements))
  }

  view(): VrrpView {
    // A definition over lines is a piece of configuration that is used somewhere.
    const top = this.#children(this.#configuration.statements.flatMap((one) => (one.kind === 'definition' ? (one.body ?? []) : [one])))
    const of = (keyword: string) => top.filter((one) => one.keyword.text === keyword)
    const global = this.#block(of('global_defs').flatMap((one) => this.#children(one.children)))
    const view = {
      global: {
        routerId: global.text('router_id'),
        vrrpVersion: global.number('vrrp_version'),
        smtpServer: global.text('smtp_server'),
        notificationEmails: global.list('notification_email') ?? [],
      },
      scripts: of('vrrp_script').map((one) => {
        const block = this.#block(this.#children(one.children))
        const read = { script: block.text('script'), interval: block.number('interval'), weight: block.number('weight') }
        block.leave(['timeout', 'rise', 'fall', 'user', 'init_fail'])
        return { ...this.#named(one), ...read }
      }),
      trackFiles: top
        .filter(({ keyword }) => ['track_file', 'vrrp_track_file'].includes(keyword.text))
        .map((one) => {
          const block = this.#block(this.#children(one.children))
          const read = { file: block.text('file'), weight: block.number('weight') }
          block.leave(['init_file'])
          return { ...this.#named(one), ...read }
        }),
      syncGroups: of('vrrp_sync_group').map((one) => {
        const block = this.#block(this.#children(one.children))
        const instances = block.list('group') ?? []
        block.leave([])
        return { ...this.#named(one), instances }
      }),
      instances: of('vrrp_instance').map((one) => this.#instance(one)),
      includes: this.#includes,
      notUnderstood: this.#notUnderstood,
    }
    const known = ['global_defs', 'vrrp_script', 'track_file', 'vrrp_track_file', 'vrrp_sync_group', 'vrrp_instance']
    this.#block(top).leave(known)
    this.#notUnderstood.sort((a, b) => a.line - b.line)
    return view
  }

  #named(one: Directive): { name: string; line: number } {
    return { name: this.#word(one.args[0]?.text ?? ''), line: one.line }
  }

  #word(text: string): string {
    return resolved(text, this.#values)
  }

  /** The directives of a block. What it includes is noted, what it defines is known already. */
  #children(statements: readonly Statement[] | null): Directive[] {
    return (statements ?? []).filter((one) => {
      if (one.kind === 'definition') return false
      const includes = includeKeywords.test(one.keyword.text) && one.args[0] !== undefined
      if (includes) this.#includes.push({ path: one.args[0]?.text ?? '', line: one.line })
      return !includes
    }) as Directive[]
  }

  /** Asks a block for keywords, once each; `leave` notes all others but `known` ones as not understood. */
  #block(children: readonly Directive[]) {
    const first = new Map<string, Directive>()
    for (const one of children) if (!first.has(one.keyword.text)) first.set(one.keyword.text, one)
    const asked = new Set<string>()
    const find = (keyword: string): Directive | undefined => {
      asked.add(keyword)
      return first.get(keyword)
    }
    const note = (one: Directive): void => void this.#notUnderstood.push({ line: one.line, keyword: one.keyword.text })
    const words = (one: Directive): string[] => [
      ...one.args.map(({ text }) => this.#word(text)),
      ...this.#children(one.children).flatMap(({ keyword, args }) => [keyword, ...args].map(({ text }) => this.#word(text))),
    ]
    return {
      text: (keyword: string): string | null => {
        const [word] = find(keyword)?.args ?? []
        return word === undefined ? null : this.#word(word.text)
      },
      number: (keyword: string): number | null => {
        const one = find(keyword)
        const value = numberOf(this.#word(one?.args[0]?.text ?? ''))
        if (one && value === null) note(one)
        return value
      },
      has: (keyword: string): boolean => find(keyword) !== undefined,
      /** All words of a block, or null when there is none. */
      list: (keyword: string): string[] | null => {
        const one = find(keyword)
        return one ? words(one) : null
      },
      /** First words of a block's lines. */
      names: (keyword: string): string[] => this.#children(find(keyword)?.children ?? null).map((one) => this.#word(one.keyword.text)),
      /** All blocks of that keyword: addresses, one or several on a line. */
      addresses: (keyword: string): VrrpAddress[] => {
        asked.add(keyword)
        const blocks = children.filter((one) => one.keyword.text === keyword)
        return blocks.flatMap((block) => this.#children(block.children).flatMap((one) => this.#addresses(one)))
      },
      leave: (known: readonly string[]): void => {
        for (const one of children) if (!asked.has(one.keyword.text) && !known.includes(one.keyword.text)) note(one)
      },
    }
  }

  #addresses(one: Directive): VrrpAddress[] {
    const words = [one.keyword, ...one.args].map(({ text }) => this.#word(text))
    const found: VrrpAddress[] = []
    let understood = true
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? ''
      const vip = parseCidr(word)
      const last = found.at(-1)
      if (vip) found.push({ ...vip, device: null, label: null, line: one.line })
      else if (addressOptions.has(word) && last) {
        i += 1
        if (word === 'dev') found[found.length - 1] = { ...last, device: words[i] ?? null }
        if (word === 'label') found[found.length - 1] = { ...last, label: words[i] ?? null }
      } else understood &&= addressFlags.has(word)
    }
    if (!understood || found.length === 0) this.#notUnderstood.push({ line: one.line, keyword: one.keyword.text })
    return found
  }

  #instance(one: Directive): VrrpInstance {
    const included = this.#includes.length
    const block = this.#block(this.#children(one.children))
    const includes = this.#includes.slice(included).map(({ path }) => path)
    const read = {
      interface: block.text('interface'),
      routerId: block.number('virtual_router_id'),
      priority: block.number('priority'),
      state: block.text('state'),
      nopreempt: block.has('nopreempt'),
      preemptDelay: block.number('preempt_delay'),
      advertInterval: block.number('advert_int'),
      downTimerAdverts: block.number('down_timer_adverts'),
      version: block.number('version'),
      unicastSource: block.text('unicast_src_ip') ?? block.text('mcast_src_ip'),
      unicastPeers: block.list('unicast_peer')?.filter((word) => isIPv4(word) || isIPv6(word)) ?? null,
      authentication: block.has('auth_hmac') ? 'HMAC' : authenticationOf(block.list('authentication')),
      addresses: block.addresses('virtual_ipaddress'),
      excludedAddresses: block.addresses('virtual_ipaddress_excluded'),
      tracks: [...trackBlocks].flatMap((keyword) => block.names(keyword)),
      includes,
    }
    block.leave([])
    return { ...this.#named(one), ...read }
  }
}

/** The word behind auth_type; never the one behind auth_pass. */
function authenticationOf(words: readonly string[] | null): string | null {
  const type = words?.[words.indexOf('auth_type') + 1]
  return words?.includes('auth_type') && (type === 'PASS' || type === 'AH') ? type : null
}
