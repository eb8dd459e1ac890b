// A slow cable between the operator and the switch.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from '../install.mjs'
import { median } from './numbers.mjs'

/**
 * @param {import('./lab.mjs').Lab} lab
 * @param {number} ms there and back
 * @returns {Promise<{ ping: number, remove: () => Promise<void> }>} ping: what it really is, of a TCP connection, ms
 */
export async function slowCable(lab, ms) {
  // The operator's port leaves the bridge; a pair of interfaces takes its place, and the program carries frames between.
  const wire =
    'ip link add far type veth peer name near && ip link set near master br0 && ip link set near up && ip link set far up && ip link set operator nomaster'
  await lab.call('switch', 'sh', '-c', wire)
  const [file = '', ...args] = lab.command(['switch', 'perl', join(root, 'build/bench/latency.pl'), String(ms / 2), 'operator', 'far'])
  const child = spawn(file, args, { env: lab.env, stdio: ['pipe', 'pipe', 'inherit'] })
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  return {
    ping: await roundTrip(lab),
    remove: async () => {
      const ended = once(child, 'exit')
      child.stdin.end()
      await ended
      await lab.call('switch', 'sh', '-c', 'ip link delete far; ip link set operator master br0')
    },
  }
}

/**
 * How long a TCP connection to a host takes to be there: one round trip. Median, ms.
 * @param {import('./lab.mjs').Lab} lab
 */
async function roundTrip(lab) {
  const program =
    'my $t = time; IO::Socket::INET->new(PeerAddr => $ARGV[0], PeerPort => 22) or die "$@\\n"; print 1000 * (time() - $t), "\\n"'
  const once = ['run', 'perl', '-MTime::HiRes=time', '-MIO::Socket::INET', '-e', program, lab.nodes()[0]?.address ?? '']
  const times = []
  for (let tries = 0; tries < 5; tries++) times.push(Number(await lab.call(...once)))
  return median(times)
}
