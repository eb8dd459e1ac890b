import { healthPortOf } from '../domain/health-port'
import { ownDefaultServers } from '../domain/node-facts'
import { paths } from '../domain/paths'
import { finding, onEach, type Rule } from './rule'

/** welcome and proxy put a default server of ours on port 80. */
const replaces = (content: string): boolean => content !== 'keep'

const ours = (process: string): boolean => process === 'nginx'

const ports: Rule = onEach(({ facts }, { pair }) => {
  const taken = facts.listening.find(({ port, process }) => port === 80 && !ours(process))
  // A port that we had before is kept, so it must still be nginx's.
  const health = healthPortOf(facts)
  const stranger = facts.listening.find(({ port, process }) => port === health && !ours(process))
  return [
    replaces(pair.nginx.content) && taken && ['error', 'port-taken', { port: 80, process: taken.process, address: taken.address }],
    stranger && ['error', 'health-port-taken', { port: stranger.port, process: stranger.process, path: paths.nginxHealth }],
  ]
})

const sites: Rule = onEach(({ facts }, { pair }) => {
  const { defaultSite, others } = ownDefaultServers(facts)
  return [
    replaces(pair.nginx.content) && defaultSite !== null && ['error', 'default-site-replaced', { path: defaultSite }],
    replaces(pair.nginx.content) && others.length > 0 && ['error', 'other-default-server', { paths: others }],
    facts.nginx.includesConfD === false && ['error', 'nginx-without-confd'],
    pair.nginx.content === 'keep' && facts.nginx.version === null && ['warning', 'nothing-to-keep'],
    pair.nginx.content === 'proxy' && facts.selinux === 'enforcing' && ['warning', 'selinux-proxy'],
  ]
})

/** The health server says that nginx works, not that the user's site does. */
const keepProvesLittle: Rule = ({ pair }) =>
  pair.nginx.content === 'keep' && pair.nginx.url === undefined ? [finding('info', 'keep-proves-little', {})] : []

export const nginxRules: readonly Rule[] = [ports, sites, keepProvesLittle]
