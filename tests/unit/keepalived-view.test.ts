import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseConfiguration } from '../../electron/domain/keepalived/configuration'
import { headerOf, pairOfHeader } from '../../electron/domain/keepalived/ours'
import { routerIdsOf, viewOf, type VrrpView } from '../../electron/domain/keepalived/view'
import { formatCidr, parseCidr } from '../../electron/domain/address'

const read = (text: string) => {
  const configuration = parseConfiguration(text)
  if (configuration === null) throw new Error('beyond the limits')
  return configuration
}
const view = (text: string): VrrpView => viewOf(read(text))

it('reads what Hotpair writes, and understands all of it', () => {
  const text = readFileSync(new URL('../plans/unicast-fast/expected/nginx1/files/etc/keepalived/keepalived.conf', import.meta.url), 'utf8')
  const { instances, scripts, trackFiles, notUnderstood } = view(text)
  expect(trackFiles).toMatchObject([
    { name: 'hotpair_nginx', file: '/run/hotpair-nginx', weight: 0 },
    { name: 'hotpair_silent', file: '/run/hotpair-silent', weight: 0 },
  ])
  expect(scripts).toMatchObject([{ name: 'hotpair_check', script: '/usr/libexec/keepalived/hotpair-check' }])
  expect(instances).toMatchObject([
    { state: 'BACKUP', nopreempt: true, tracks: ['hotpair_check', 'hotpair_nginx', 'hotpair_silent'], authentication: null },
  ])
  expect(instances[0]?.unicastPeers).toHaveLength(1)
  expect(notUnderstood.map(({ keyword }) => keyword)).toEqual([])
})

it('reads a foreign configuration', () => {
  const { instances, ...rest } = view(`global_defs {
  router_id LVS # a
  vrrp_version 3
  notification_email { a@b "c d" }
}
$IF=eth0
vrrp_track_file f { file /run/f
  weight -10 }
vrrp_sync_group g {
  group {
    one
    two
  }
}
vrrp_instance one {
  interface $IF
  virtual_router_id \${ID}
  @a priority 250
  @b priority 240
  advert_int 0.5
  preempt_delay 30
  mcast_src_ip 10.0.0.1
  unicast_peer { 10.0.0.2
    2001:db8::2 }
  authentication { auth_type PASS auth_pass secret1 }
  track_interface {
    eth1 weight 5
  }
  virtual_ipaddress {
    10.0.0.9/24 brd 10.0.0.255 dev eth1 scope global label eth1:0
    10.0.0.10 10.0.0.11
    2001:db8::9/64 -nodad
    nonsense
  }
  virtual_ipaddress_excluded
  {
    10.0.0.12
  }
  include auth.conf
  whatever 1
}
$ID=51
virtual_server 10.0.0.9 80 { protocol TCP }
`)
  expect(instances).toEqual([
    {
      name: 'one',
      line: 15,
      interface: 'eth0',
      routerId: 51,
      priority: 250,
      state: null,
      nopreempt: false,
      preemptDelay: 30,
      advertInterval: 0.5,
      downTimerAdverts: null,
      version: null,
      unicastSource: '10.0.0.1',
      unicastPeers: ['10.0.0.2', '2001:db8::2'],
      authentication: 'PASS',
      addresses: [
        { family: 'inet', address: '10.0.0.9', prefix: 24, device: 'eth1', label: 'eth1:0', line: 30 },
        { family: 'inet', address: '10.0.0.10', prefix: 32, device: null, label: null, line: 31 },
        { family: 'inet', address: '10.0.0.11', prefix: 32, device: null, label: null, line: 31 },
        { family: 'inet6', address: '2001:db8::9', prefix: 64, device: null, label: null, line: 32 },
      ],
      excludedAddresses: [{ family: 'inet', address: '10.0.0.12', prefix: 32, device: null, label: null, line: 37 }],
      tracks: ['eth1'],
      includes: ['auth.conf'],
    },
  ])
  expect(rest).toMatchObject({
    global: { routerId: 'LVS', vrrpVersion: 3, smtpServer: null, notificationEmails: ['a@b', 'c d'] },
    trackFiles: [{ name: 'f', file: '/run/f', weight: -10 }],
    syncGroups: [{ name: 'g', instances: ['one', 'two'] }],
    includes: [{ path: 'auth.conf', line: 39 }],
    notUnderstood: [
      { line: 33, keyword: 'nonsense' },
      { line: 40, keyword: 'whatever' },
      { line: 43, keyword: 'virtual_server' },
    ],
  })
  expect(JSON.stringify({ instances, rest })).not.toContain('secret1')
})

it('finds router ids in lines for one node, in definitions, and by variables of another file', () => {
  const files = [
    '$A=7\n$I= \\\nvrrp_instance x { \\\n virtual_router_id 9 \\\n}\n$I',
    'vrrp_instance a { virtual_router_id $A }\n@n virtual_router_id 8',
  ]
  expect(routerIdsOf(files.map(read))).toEqual([7, 8, 9])
})

it('tells its own header from others', () => {
  expect(pairOfHeader(`${headerOf('web', 'nginx1')}\nglobal_defs {`)).toMatchObject({ pair: 'web' })
  expect(pairOfHeader(`\n${headerOf('web', 'nginx1')}`)).toBeNull()
  expect(pairOfHeader('# Written by Hotpair for pair a b, node c.')).toBeNull()
})

it.each(['10.0.0.1/24', '10.0.0.1', '2001:db8::1/64', '::1'])('reads the VIP %s', (text) => {
  const vip = parseCidr(text)
  expect(vip && formatCidr(vip).startsWith(text)).toBe(true)
})
it.each(['', '10.0.0.1/33', '10.0.0.1/024', '10.0.0.1/', '10.0.0.1/1/1', '010.0.0.1', '::/129', 'eth0', '10.0.0.1/ 1'])(
  'refuses %j as a VIP',
  (text) => {
    expect(parseCidr(text)).toBeUndefined()
  },
)
