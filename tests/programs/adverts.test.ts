import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { advertStep, directionOf, type Arrival } from '../../electron/domain/calibration'
import { jitter, type JitterPlan } from '../../electron/facts/jitter'

/** The programs that measure adverts, in a network namespace of their own whose loopback is the LAN: both speak with each other. */
const folder = new URL('../../resources/host/measure/', import.meta.url).pathname
const perl = `perl ${folder}adverts.pl`
/** Debian's perl-base has no Time::HiRes. */
const perlBase = `perl -e 'BEGIN { unshift @INC, sub { die if $_[1] eq "Time/HiRes.pm"; () } } do shift @ARGV; die $@ if $@' ${folder}adverts.pl`
const python = `python3 ${folder}adverts.py`
const one = '127.0.0.1'
const other = '127.0.0.2'
/** The other one has begun by then, on a busy machine, too. */
const seconds = 3
const [vrid, run] = [67, 123_456]

const at = (program: string, own: string, peer: string, of = run, id = vrid, long = seconds): string =>
  `${program} lo ${own} ${String(id)} ${String(of)} ${String(advertStep)} ${String(long)} ${peer}`

/** Runs them side by side; what each printed. */
async function together(...commands: readonly string[]): Promise<string[]> {
  const script = `ip link set lo up\nfolder=$(mktemp -d)\n${commands.map((command, i) => `${command} >"$folder/${String(i)}" 2>&1 &`).join('\n')}
wait\nfor i in ${commands.map((_, i) => i).join(' ')}; do cat "$folder/$i"; echo '#'; done\nrm -r "$folder"`
  const { stdout } = await promisify(execFile)('unshare', ['-rn', 'sh', '-c', script])
  return stdout.split('#\n').slice(0, -1)
}

const plan: JitterPlan = { interface: 'lo', address: one, peers: [other], routerId: vrid, run, seconds }
/** What one printed, as the engine reads it. */
function readingOf(said: string): { sent: number; heard: readonly Arrival[] } {
  const read = jitter(plan).parse(`priority \n${said.trimEnd()}`, 0)
  if (read.is !== 'measured') throw new Error(said)
  return { sent: read.sent, heard: read.heard[0] ?? [] }
}

test.concurrent.each([
  ['perl-base hears perl', perlBase, perl],
  ['perl and python hear each other', perl, python],
  ['python hears python', python, python],
] as const)('%s: every advert once, in order, with its time', async (_, first, second) => {
  for (const { sent, heard } of (await together(at(first, one, other), at(second, other, one))).map(readingOf)) {
    // a busy machine sends fewer, and the one that began later misses some: what it heard is without a gap
    expect(sent).toBeGreaterThan(5)
    expect(heard.length).toBeGreaterThan(2)
    expect(directionOf('a', 'b', heard)).toMatchObject({ heard: heard.length, lost: 0, reordered: 0 })
    expect(heard.every(({ at: time }) => time >= 0 && time < 1000 * (seconds + 3))).toBe(true)
  }
})

test.concurrent.each([perl, python])('%s: adverts of another run, another VRID or another node are nothing to it', async (program) => {
  const [mine = ''] = await together(
    at(program, one, other),
    at(perl, other, one, run + 1),
    at(perl, other, one, run, vrid + 1),
    at(perl, '127.0.0.3', one),
    at(python, other, '127.0.0.4'),
  )
  expect(readingOf(mine).heard).toEqual([])
})

test.concurrent.each([perl, python])('%s: what is sent is a sound advert of version 3, of the lowest priority', async (program) => {
  // RFC 9568 §5.2; its checksum is right when the sum over it and the pseudo-header is all ones
  const listener = `python3 -c '
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, 112)
s.settimeout(5)
print(s.recv(100).hex())'`
  const [said = ''] = await together(listener, `sleep 0.3; ${at(program, other, one)}`)
  const packet = Buffer.from(said.trim(), 'hex')
  const advert = packet.subarray(20)
  expect([packet[8], packet[9], advert[0], advert[1], advert[2], advert.length]).toEqual([255, 112, 0x31, vrid, 1, 16])
  const summed = Buffer.concat([packet.subarray(12, 20), Buffer.from([0, 112, 0, advert.length]), advert])
  let sum = 0
  for (let i = 0; i < summed.length; i += 2) sum += summed.readUInt16BE(i)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16)
  expect(sum).toBe(0xffff)
})
