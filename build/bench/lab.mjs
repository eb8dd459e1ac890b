// A practice lab of a name of its own, and its pair as the bench sees it: from outside, without Hotpair.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env as ours, execPath, pid } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { outputOf } from '../bundle.mjs'
import { root } from '../install.mjs'
import { must } from './command.mjs'

/** @typedef {{ vip: string, hosts: { name: string, address: string }[], key: string, knownHosts: string }} Credentials */

export class Lab {
  /**
   * @param {string} name at most six of [a-z0-9]
   * @param {string} folder for what belongs to this lab while it is there
   */
  constructor(name, folder) {
    this.name = name
    this.folder = folder
    this.env = { ...ours, HOTPAIR_LAB: name, HOTPAIR_VRRP_PASSWORD: 'bench', XDG_CONFIG_HOME: join(folder, `config-${name}`) }
    /** @type {Credentials} */
    this.credentials = { vip: '', hosts: [], key: '', knownHosts: '' }
  }

  /**
   * @param {readonly string[]} args of build/lab/lab.sh
   * @returns {string[]}
   */
  command(args) {
    return ['bash', join(root, 'build/lab/lab.sh'), ...args]
  }

  /** @param {...string} args */
  async call(...args) {
    return (await must(this.command(args), { env: this.env })).stdout
  }

  /**
   * As root in a host, by a shell.
   * @param {string} node
   * @param {string} script
   * @param {...string} args
   */
  on(node, script, ...args) {
    return this.call('exec', node, 'bash', '-c', script, 'bash', ...args)
  }

  /** @param {number} hosts */
  async up(hosts) {
    await this.call('up', '--hosts', String(hosts))
    /** @type {Credentials} */
    const credentials = JSON.parse(readFileSync((await this.call('info')).trim(), 'utf8'))
    this.credentials = credentials
  }

  async down() {
    await this.call('down')
  }

  /**
   * What bare hosts would install, and the machine's Ansible.
   * @param {string} folder
   */
  static async versions(folder) {
    // Another bench may ask at the same time.
    const lab = new Lab(`bn${(pid % 36 ** 4).toString(36)}`, folder)
    try {
      await lab.up(1)
      const script = `apt-cache policy nginx keepalived | awk '/^[a-z]/ { sub(":", ""); name = $1 } /Candidate/ { sub(/^[0-9]+:/, "", $2); print name " " $2 }'`
      const hosts = (await lab.on('nginx1', script)).trim().split('\n').join(', ')
      const { stdout } = await must(['sh', '-c', "dpkg-query --show --showformat '${Version}' ansible-core 2>/dev/null || true"])
      return stdout === '' ? hosts : `${hosts}, ansible-core ${stdout}`
    } finally {
      await lab.down()
    }
  }

  /** The nodes of a pair of this size. @param {number} [count] */
  nodes(count = 2) {
    return this.credentials.hosts.slice(0, count)
  }

  /**
   * `hotpair` at the operator's place.
   * @param {readonly string[]} args
   * @param {readonly number[]} [expected] exit statuses
   */
  hotpair(args, expected = [0]) {
    return must(this.command(['run', execPath, outputOf('cli'), ...args, '--known-hosts', this.credentials.knownHosts]), {
      env: this.env,
      expected,
    })
  }

  /** The nodes that have the VIP on an interface. @returns {Promise<string[]>} */
  async holders() {
    const found = await Promise.all(
      this.nodes().map(async ({ name }) => ((await this.on(name, 'ip -4 -o address')).includes(` ${this.credentials.vip}/`) ? [name] : [])),
    )
    return found.flat()
  }

  /**
   * Waits until one node holds the VIP and says MASTER, the others say BACKUP (keepalived's journal), and nginx runs on all.
   * @param {number} patience seconds
   * @returns {Promise<{ holder: string, standby: string }>}
   */
  async settled(patience = 40) {
    const wanted =
      'systemctl is-active nginx keepalived; journalctl -u keepalived -o cat -n 400 | grep -oE "Entering [A-Z]+ STATE" | tail -n 1'
    const end = performance.now() + patience * 1000
    /** @type {string[]} */
    let said = []
    while (performance.now() < end) {
      try {
        const holders = await this.holders()
        said = await Promise.all(this.nodes().map(async ({ name }) => (await this.on(name, wanted)).trim().split('\n').join(', ')))
        const [holder] = holders
        const standby = this.nodes().find(({ name }) => name !== holder)?.name
        const state = (/** @type {string} */ name) => `active, active, Entering ${name === holder ? 'MASTER' : 'BACKUP'} STATE`
        const good = this.nodes().every(({ name }, i) => said[i] === state(name))
        if (good && holders.length === 1 && holder !== undefined && standby !== undefined) return { holder, standby }
      } catch (error) {
        // A host that is just starting takes no command yet.
        said = [error instanceof Error ? error.message : String(error)]
      }
      await sleep(200)
    }
    throw new Error(`lab ${this.name}: the pair is not whole after ${String(patience)} s: ${said.join('; ')}`)
  }
}
