import { describe, expect, it } from 'vitest'
import type { NodeFacts } from '../../electron/domain/node-facts'
import { paths } from '../../electron/domain/paths'
import { differenceText } from '../../electron/contract/difference'
import { factsDifference, factsDigest } from '../../electron/facts/fingerprint'
import { factsOf, fileOf, sampleConfiguration } from '../facts/healthy'

type Change = (facts: NodeFacts) => void
const changed = (change: Change): NodeFacts => {
  const facts = factsOf(1)
  change(facts)
  return facts
}
const ens33 = (facts: NodeFacts) => {
  const found = facts.interfaces[1]
  if (!found) throw new Error('the fixture has ens33')
  return found
}
const address = (text: string, prefix = 24) => ({ address: text, prefix, family: 'inet' as const, dynamic: false, secondary: false })

const bare: Change = (facts) => {
  facts.packages.nginx.installed = null
  facts.packages.keepalived.installed = null
  facts.packages.curl.installed = null
  facts.nginx = { version: null, unit: { active: 'inactive', enabled: '' }, sites: [], defaultSite: 'absent', includesConfD: null }
  facts.keepalived = { version: null, unit: { active: 'inactive', enabled: '' }, routerIds: [] }
  facts.listening = facts.listening.filter(({ port }) => port !== 80)
}

/** What may differ between the preview and the deployment without anybody having changed the node. */
const harmless: [what: string, change: Change][] = [
  ['nothing installed yet', bare],
  ['clock', (facts) => (facts.clockOffset = 5000)],
  ['space', (facts) => (facts.free['/var'] = 1)],
  ['package lists refreshed', (facts) => (facts.packageListsAge = 1)],
  ['a reboot', (facts) => (facts.os.bootId = 'other')],
  ['the LAN was listened to', (facts) => (facts.lan.vrids = [{ routerId: 1, source: '198.51.100.77' }])],
  ['nginx stopped', (facts) => (facts.nginx.unit.active = 'inactive')],
  ['link lost', (facts) => (ens33(facts).carrier = false)],
  ['another salt', (facts) => (facts.vrrpAuth = null)],
  ['the VIP has come here', (facts) => ens33(facts).addresses.push(address('198.51.100.199', 32))],
  ['the sample of the RHEL family came with the package', (facts) => (facts.files[paths.keepalivedConf] = fileOf(sampleConfiguration))],
  ['a port that the kernel gave by chance', (facts) => facts.listening.push({ address: '127.0.0.1', port: 40_001, process: 'x' })],
]

const harmful: [what: string, change: Change, says: string | RegExp][] = [
  [
    'another version to be had',
    (facts) => (facts.packages.nginx = { installed: null, candidate: '1.24' }),
    'version of nginx: 1.22.1-9 → 1.24',
  ],
  ['masked', (facts) => (facts.nginx.unit.enabled = 'masked'), 'unit nginx: not masked → masked'],
  [
    'address',
    (facts) => (ens33(facts).addresses = [address('198.51.100.13')]),
    /^interface ens33: .*198\.51\.100\.11\/24 → .*198\.51\.100\.13\/24$/,
  ],
  ['firewall stopped', (facts) => (facts.firewall.firewalld = null), /^firewalld: nftables → not active$/],
  ['file written', (facts) => (facts.files[paths.checkScript] = fileOf('x')), `file ${paths.checkScript} is new`],
  ['default site', (facts) => (facts.nginx.defaultSite = 'changed'), /Debian’s default site: as shipped or absent → changed by you/],
  [
    'port',
    (facts) => facts.listening.push({ address: '127.0.0.1', port: 18_080, process: 'java' }),
    'ports in use: 0.0.0.0:22 sshd → 0.0.0.0:22 sshd, 127.0.0.1:18080 java',
  ],
  ['password file', (facts) => (facts.vrrpAuth = { digest: 'd', mode: '0644', owner: 'root' }), `file ${paths.vrrpAuth} is new`],
]

describe('fingerprint', () => {
  it('is the same for equal facts in another order', () => {
    const turned = changed((facts) => {
      facts.interfaces.reverse()
      facts.listening.reverse()
    })
    expect(factsDigest(turned)).toBe(factsDigest(factsOf(1)))
    expect(factsDigest(factsOf(2))).not.toBe(factsDigest(factsOf(1)))
  })

  it.each(harmless)('does not mind: %s', (_, change) => {
    expect(factsDifference(factsOf(1), changed(change))).toEqual([])
    expect(factsDigest(changed(change))).toBe(factsDigest(factsOf(1)))
  })

  it.each(harmful)('tells: %s', (_, change, says) => {
    const difference = factsDifference(factsOf(1), changed(change)).map((each) => differenceText(each))
    expect(factsDigest(changed(change))).not.toBe(factsDigest(factsOf(1)))
    expect(
      difference.some((line) => (typeof says === 'string' ? line === says : says.test(line))),
      difference.join('\n'),
    ).toBe(true)
  })

  it('knows old VIPs by the keepalived.conf that is there', () => {
    const conf = fileOf('vrrp_instance x {\n virtual_ipaddress {\n 198.51.100.150/24 dev ens33\n }\n}')
    const [here, away] = [true, false].map((has) =>
      changed((facts) => {
        facts.files[paths.keepalivedConf] = conf
        if (has) ens33(facts).addresses.push(address('198.51.100.150'))
      }),
    )
    if (!here || !away) throw new Error('two')
    expect(factsDifference(here, away)).toEqual([])
  })
})
