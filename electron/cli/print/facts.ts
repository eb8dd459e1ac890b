import type { Output } from '../../contract/commands'
import { standingText } from '../../contract/deployment'
import { recommendationText } from '../../contract/calibration'
import { profileWords, valueWords } from '../../contract/wording'
import { nodeState } from '../../domain/node-state'
import { profiles, recommendProfile } from '../../domain/profiles'
import { visibleLine } from '../../domain/visible'
import type { Voice } from '../wording'
import { findingsText } from './findings'
import { table } from './table'

type Facts = Output<'pair.detect'>['facts'][string]

function installed(fact: Facts['packages']['nginx'], { active, enabled }: { active: string; enabled: string }, { say }: Voice): string {
  if (fact.installed !== null)
    return say('facts.unit', { version: fact.installed, active, enabled: enabled === '' ? say('facts.noUnit') : enabled })
  return fact.candidate === null ? say('facts.notOffered') : say('facts.offered', { version: fact.candidate })
}

function firewall({ firewall: fact }: Facts, { language, say }: Voice): string {
  const active = [
    ...(fact.firewalld === null ? [] : [say('facts.backend', { version: fact.firewalld.version, backend: fact.firewalld.backend })]),
    ...(fact.ufwActive ? ['ufw'] : []),
    ...fact.nftTables.map((name) => `nftables ${name}`),
    ...(fact.iptables ? ['iptables'] : []),
  ]
  return active.length === 0 ? valueWords[language].none : active.join(valueWords[language].list)
}

function interfaceText(fact: Facts['interfaces'][number], { sshInterface }: Facts, { language, say }: Voice): string {
  const addresses = fact.addresses
    .filter((address) => address.family === 'inet')
    .map((address) => `${address.address}/${String(address.prefix)}`)
  const plain = [fact.name, ...addresses].join(' ')
  const withSsh = fact.name === sshInterface ? say('facts.ssh', { name: plain }) : plain
  const name = fact.carrier ? withSsh : say('facts.noCarrier', { name: withSsh })
  return say('facts.ofInterface', { name, manager: fact.manager === 'unknown' ? valueWords[language].unknown : fact.manager })
}

function deployment({ hotpair: { open, last } }: Facts, { language, say }: Voice): string {
  if (open !== null) {
    const state = nodeState.safeParse(open.state)
    return say('facts.open', { deployment: open.deployment, state: state.success ? standingText(state.data, language) : open.state })
  }
  return last?.deployment ?? valueWords[language].none
}

/** What is so on a node, each with what it is called. */
function rowsOf(facts: Facts, voice: Voice): [name: string, text: string][] {
  const { language, say } = voice
  const { os } = facts
  const machine = os.virtualisation === 'none' ? say('facts.physical') : os.virtualisation
  const interfaces = facts.interfaces.filter((each) => !each.loopback).map((each) => interfaceText(each, facts, voice))
  const free = Object.entries(facts.free).map(([path, bytes]) => `${path} ${String(Math.floor(bytes / 1_048_576))} MiB`)
  const offset = `${facts.clockOffset >= 0 ? '+' : ''}${String(Math.round(facts.clockOffset))}`
  return [
    [say('facts.system'), say('facts.ofSystem', { name: os.prettyName, architecture: os.architecture, machine })],
    [say('facts.interface'), interfaces.join(valueWords[language].clauses)],
    ['nginx', installed(facts.packages.nginx, facts.nginx.unit, voice)],
    ['keepalived', installed(facts.packages.keepalived, facts.keepalived.unit, voice)],
    [say('facts.firewall'), firewall(facts, voice)],
    ['SELinux', facts.selinux],
    [say('facts.clock'), say('facts.offset', { offset, error: Math.round(facts.clockError) })],
    [say('facts.free'), free.join(valueWords[language].list)],
    [say('facts.deployment'), deployment(facts, voice)],
  ]
}

/** Facts of all nodes, one below the other, then the findings. */
export function factsText({ facts, findings }: Output<'pair.detect'>, voice: Voice): string {
  const blocks = Object.entries(facts).map(([name, own]) => `${visibleLine(name)}\n${table(rowsOf(own, voice))}`)
  const recommended = recommendProfile(Object.keys(facts), facts)
  const profile = voice.say('detect.profile', {
    profile: profileWords[voice.language].names[recommended.profile],
    reason: recommendationText(recommended, voice.language),
    settings: JSON.stringify(profiles[recommended.profile])
      .replace(/"/g, '')
      .replace(/([:,])/g, '$1 '),
  })
  return [...blocks, visibleLine(profile), findingsText(findings, voice)].join('\n\n')
}
