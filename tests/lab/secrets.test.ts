import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { json, plain, type Said } from './support/cli'
import { credentials, feed, lab, on, onAll, pause, put } from './support/lab'
import { desk, names, vrrpPassword, type Desk } from './support/pair'
import { inFolder, inText, onHost, ProcessWatch, type Found, type Secrets } from './support/secrets'

/** No password, passphrase or VRRP secret where it should not be; and the search finds one that is planted. */

let at: Desk
let secrets: Secrets
const wrong = 'a wrong sudo pass$word'

beforeAll(async () => {
  const given = credentials()
  await lab('reset', ...names)
  at = desk(given, {}, 'every-secret')
  secrets = {
    'the login and sudo password': given.ops.password,
    'the passphrase': given.passphrase,
    'the VRRP password': vrrpPassword,
    'a wrong password': wrong,
  }
}, 60_000)
afterAll(() => {
  at.remove()
})

describe('nothing is found', () => {
  const said: { word: string; said: Said }[] = []
  const inProcesses: Found[] = []

  test('of a run of every command, seen from outside', async () => {
    const watch = new ProcessWatch(secrets)
    const keep = async (word: string, work: Promise<Said>): Promise<Said> => {
      const ended = await work
      said.push({ word, said: ended })
      return ended
    }
    try {
      const { operator, file } = at
      expect((await keep('detect', json(operator, 'detect', [file]))).exit).toBe(0)
      expect((await keep('plan', plain(operator, 'plan', [file]))).exit).toBe(2)
      expect((await keep('export', json(operator, 'export', [file, '--to', join(at.folder, 'exported')]))).exit).toBe(0)
      expect((await keep('deploy', json(operator, 'deploy', [file, '--yes']))).exit).toBe(0)
      expect((await keep('verify', plain(operator, 'verify', [file]))).exit).toBe(0)
      expect((await keep('drill', json(operator, 'drill', [file, 'keepalived-stop', '--allow', '60000']))).exit).toBe(0)
      expect((await keep('status', json(operator, 'status', [file]))).exit).toBe(0)
      const mistyped = { ...operator, secrets: { ...operator.secrets, HOTPAIR_SUDO_NGINX1: wrong } }
      expect((await keep('a wrong password', json(mistyped, 'plan', [file]))).exit).toBe(1)
      expect((await keep('a wrong password, plain', plain(mistyped, 'deploy', [file, '--yes']))).exit).toBe(1)
    } finally {
      inProcesses.push(...watch.stop())
    }
    // it was looked at often, and at the processes of the hosts
    expect(watch.looks).toBeGreaterThan(200)
    expect(watch.hostProcesses / watch.looks).toBeGreaterThan(20)
  }, 240_000)

  test('in arguments and environments of processes', () => {
    expect(inProcesses).toEqual([])
  })
  test('in output, events and errors', () => {
    expect(said).toHaveLength(9)
    for (const { word, said: each } of said) {
      expect(each.stdout + each.stderr, word).not.toBe('')
      expect(inText(secrets, `output of ${word}`, each.stdout + each.stderr)).toEqual([])
    }
  })
  test('in the configuration folder, the history and the export', () => {
    expect(existsSync(join(at.folder, 'config'))).toBe(true)
    expect(existsSync(join(at.folder, 'exported', 'web', 'nginx1', 'hotpair.sh'))).toBe(true)
    expect(inFolder(secrets, at.folder)).toEqual([])
  })
  test('on the hosts, but for the VRRP password in its own file', async () => {
    const found = await Promise.all(names.map((node) => onHost(secrets, node)))
    expect(found).toEqual(names.map((node) => [`the VRRP password in ${node}:/etc/keepalived/hotpair-auth.conf`]))
    expect(await onAll(names, 'stat -c "%a %U:%G" /etc/keepalived/hotpair-auth.conf')).toEqual(['600 root:root', '600 root:root'])
  }, 60_000)
  test('after undo not even there', async () => {
    const ended = await json(at.operator, 'undo', [at.file])
    expect(ended.exit).toBe(0)
    expect(inText(secrets, 'output of undo', ended.stdout + ended.stderr)).toEqual([])
    expect(await Promise.all(names.map((node) => onHost(secrets, node)))).toEqual([[], []])
    expect(inFolder(secrets, at.folder)).toEqual([])
  }, 60_000)
})

describe('what is planted is found', () => {
  const name = 'the passphrase'
  const planted = (): string => secrets[name] ?? ''

  test('in a file and in the journal of a host', async () => {
    await put('nginx2', '/var/lib/hotpair/deployments/x/journal', `1 ${planted()} 2`)
    await put('nginx2', '/tmp/message', planted())
    await on('nginx2', 'logger -t planted -f /tmp/message; journalctl --sync; rm /tmp/message; systemctl is-active systemd-journald')
    const found = (await onHost(secrets, 'nginx2')).filter((where) => !where.includes('/var/log/'))
    expect(found).toEqual([`${name} in nginx2:/var/lib/hotpair/deployments/x/journal`, `${name} in the journal of nginx2`])
    await on('nginx2', 'rm -r /var/lib/hotpair/deployments/x')
  }, 60_000)

  test.each([
    ['cmdline', (secret: string) => `sh -c 'sleep 1; :' ${secret}`],
    ['environ', (secret: string) => `LEAK=${secret} sleep 1`],
  ])(
    'in the %s of a process of a host',
    async (what, command) => {
      // the way in must not be what is found
      await put('nginx1', '/root/leak', command('@'))
      const watch = new ProcessWatch({ [name]: planted() })
      const before = watch.stop()
      const looking = new ProcessWatch({ [name]: planted() })
      await feed('nginx1', `sed -i 's/@/${planted()}/' /root/leak; sh /root/leak; rm /root/leak`, ['sh', '-s'])
      await pause(50)
      expect(before).toEqual([])
      expect(looking.stop().some((where) => where.startsWith(`${name} in ${what} of s`))).toBe(true)
    },
    30_000,
  )

  test('in a text, as it is and in base64', () => {
    expect(inText(secrets, 'here', `x${planted()}y`)).toEqual([`${name} in here`])
    expect(inText(secrets, 'here', Buffer.from(planted()).toString('base64'))).toEqual([`${name} in here`])
  })
})
