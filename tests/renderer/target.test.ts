import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseTarget } from '../../renderer/wizard/hosts/target'

it.each([
  ['198.51.100.11', { address: '198.51.100.11' }],
  [' web1.example.org ', { address: 'web1.example.org' }],
  ['root@198.51.100.11', { address: '198.51.100.11', user: 'root' }],
  ['ops@web1:2222', { address: 'web1', user: 'ops', port: '2222' }],
  ['web1:2222', { address: 'web1', port: '2222' }],
  ['ssh ops@web1 -p 2222', { address: 'web1', user: 'ops', port: '2222' }],
  ['ssh -p 2222 ops@web1', { address: 'web1', user: 'ops', port: '2222' }],
  ['ssh://ops@web1:2222/', { address: 'web1', user: 'ops', port: '2222' }],
  ['2001:db8::1', { address: '2001:db8::1' }],
  ['[2001:db8::1]:2222', { address: '2001:db8::1', port: '2222' }],
  ['first.last@corp@web1', { address: 'web1', user: 'first.last@corp' }],
  ['', { address: '' }],
])('takes %j apart', (text, target) => expect(parseTarget(text)).toEqual(target))

it('never throws, and never loses a plain name', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof parseTarget(text).address === 'string'))
  fc.assert(fc.property(fc.stringMatching(/^[a-z][a-z0-9.-]{0,30}$/), (name) => parseTarget(name).address === name))
})
