import type { Handlers } from '../contract/wire'
import type { Engine } from '../engine/connections'
import { checkVip, detectHosts, suggestVip, testNode } from '../engine/hosts'
import { sshSuggestions } from '../remote/ssh-files'

type HostHandlers = Pick<Handlers, 'node.test' | 'ssh.suggestions' | 'hosts.detect' | 'vip.suggest' | 'vip.check'>

export const hostHandlers = (engine: Engine): HostHandlers => ({
  'node.test': (input, call) => testNode(engine, input, call),
  'ssh.suggestions': () => sshSuggestions(),
  'hosts.detect': (input, call) => detectHosts(engine, input, call),
  'vip.suggest': (input, call) => suggestVip(engine, input, call),
  'vip.check': (input, call) => checkVip(engine, input, call),
})
