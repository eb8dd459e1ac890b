import { interfaceFact, type InterfaceFact } from '../domain/node-facts'
import { sh } from '../remote/sh'
import { lines, match, succeeded, Unreadable, type Fact } from './fact'

/** An interface without who manages it, which is a question of its own. */
export type Link = Omit<InterfaceFact, 'manager'>
const shape = interfaceFact.omit({ manager: true })

/** Interfaces with their addresses. Not `ip -j`: iproute2 of CentOS 7 and busybox do not have it. */
export const interfaces: Fact<Link[]> = {
  command: sh`ip -o link && echo === && ip -o addr`,
  bytes: 524_288,
  parse: (stdout, status) => {
    succeeded(status)
    const [links, addresses, rest] = stdout.split('\n===\n')
    if (links === undefined || addresses === undefined || rest !== undefined) throw new Unreadable('links and addresses')
    const found = lines(links).map((line) => ({ ...linkOf(line), addresses: [] as unknown[] }))
    const byName = new Map(found.map((link) => [link.name, link]))
    if (byName.size !== found.length) throw new Unreadable('each link once')
    for (const { name, address } of lines(addresses).flatMap(addressOf)) byName.get(name)?.addresses.push(address)
    return found.map((link) => shape.parse(link))
  },
}

function linkOf(line: string) {
  const [name = '', flags = ''] = match(line, /^\d+: ([^\s:@]+)(?:@[^\s:]+)?: <([^>]*)>/, 'a link')
  const has = (flag: string) => flags.split(',').includes(flag)
  const mac = / link\/\S+ ([0-9a-f]{2}(?::[0-9a-f]{2}){5})\b/i.exec(line)?.[1]?.toLowerCase() ?? ''
  return { name, mac, up: has('UP'), carrier: has('LOWER_UP'), loopback: has('LOOPBACK') }
}

function addressOf(line: string) {
  const [name = '', kind = '', rest = ''] = match(line, /^\d+: ([^\s:@]+)(?:@[^\s:]+)?:?\s+(\S+) ?(.*)$/, 'an address')
  // Older iproute2 repeats the links here.
  if (kind !== 'inet' && kind !== 'inet6') return []
  // Point-to-point: "inet 10.0.0.1 peer 10.0.0.2/32".
  const [address = '', prefix = ''] = match(rest, /^([0-9a-f.:]+)(?: peer [0-9a-f.:]+)?(?:\/(\d+))?/i, 'an address')
  const words = (rest.split('\\')[0] ?? '').split(/\s+/)
  return [
    {
      name,
      address: {
        address,
        prefix: Number(prefix || (kind === 'inet' ? 32 : 128)),
        family: kind,
        dynamic: words.includes('dynamic'),
        secondary: words.includes('secondary'),
      },
    },
  ]
}
