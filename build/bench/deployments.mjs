// The three that are compared: each makes bare hosts a pair, ends when the VIP answers, and may be run again.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../install.mjs'
import { must } from './command.mjs'
import { pairOf } from './settings.mjs'

/** @typedef {import('./lab.mjs').Lab} Lab */
/** @typedef {import('./command.mjs').Ended} Ended */
/** @typedef {{ title: string, reset: (lab: Lab) => Promise<void>, prepare: (lab: Lab, nodes: number) => void, deploy: (lab: Lab, nodes: number) => Promise<Ended> }} Way */

/** A snapshot of the lab whose hosts have what Ansible needs there. */
const withPython = 'python'

/** @param {Lab} lab @param {string} end */
const file = (lab, end) => join(lab.folder, `${lab.name}.${end}`)
/** @param {Lab} lab */
async function pristine(lab) {
  await lab.call('reset')
}

/** @satisfies {Record<string, Way>} */
export const ways = {
  hotpair: {
    title: 'Hotpair',
    reset: pristine,
    prepare: (lab, nodes) => writeFileSync(file(lab, 'json'), JSON.stringify(pairOf(lab, {}, nodes))),
    deploy: (lab) => lab.hotpair(['deploy', file(lab, 'json'), '--yes']),
  },
  ansible: {
    title: 'Ansible',
    reset: async (lab) => {
      await lab.call('reset', '--from', withPython)
    },
    prepare: (lab, nodes) => writeFileSync(file(lab, 'ini'), inventory(lab, nodes)),
    deploy: (lab) =>
      must(lab.command(['run', 'ansible-playbook', '-i', file(lab, 'ini'), join(root, 'build/bench/ansible/site.yml')]), {
        env: { ...lab.env, ANSIBLE_CONFIG: join(root, 'build/bench/ansible/ansible.cfg'), ANSIBLE_LOCAL_TEMP: file(lab, 'ansible') },
      }),
  },
  script: {
    title: 'bare script',
    reset: pristine,
    prepare: () => undefined,
    deploy: (lab, nodes) =>
      must(
        lab.command([
          'run',
          'bash',
          join(root, 'build/bench/hosts/bare-all.sh'),
          lab.credentials.key,
          lab.credentials.knownHosts,
          lab.credentials.vip,
          ...lab.nodes(nodes).map(({ name, address }) => `${name}=${address}`),
        ]),
        { env: lab.env },
      ),
  },
}
/** @typedef {keyof typeof ways} WayName */
export const wayNames = /** @type {WayName[]} */ (Object.keys(ways))

/**
 * @param {Lab} lab
 * @param {number} nodes
 */
function inventory(lab, nodes) {
  const ssh = `-F none -o UserKnownHostsFile=${lab.credentials.knownHosts} -o ControlMaster=auto -o ControlPersist=15s -o ControlPath=${lab.folder}/%C`
  return [
    '[pair]',
    ...lab.nodes(nodes).map(({ name, address }, i) => `${name} ansible_host=${address} priority=${String(200 - i)}`),
    '[pair:vars]',
    'ansible_user=root',
    `ansible_ssh_private_key_file=${lab.credentials.key}`,
    `ansible_ssh_common_args='${ssh}'`,
    `vip=${lab.credentials.vip}`,
    'interface=ens33',
    '',
  ].join('\n')
}

/**
 * What Ansible needs, before any clock runs: itself on this machine (Debian's package), Python and its binding to apt in the hosts. The hosts'
 * own repository has not the binding: this machine's apt fetches it.
 * @param {Lab} lab that is up; afterwards it has the snapshot
 */
export async function prepareAnsible(lab) {
  const apt = { ...lab.env, DEBIAN_FRONTEND: 'noninteractive' }
  if ((await must(['sh', '-c', 'command -v ansible-playbook || true'])).stdout === '')
    await must(['apt-get', 'install', '--yes', '--quiet', '--quiet', '--no-install-recommends', 'ansible-core'], { env: apt })
  const fetch = 'cd "$1" && apt-get download --quiet --quiet python3-apt python-apt-common distro-info-data && tar c *.deb | base64 -w 0'
  const archive = (await must(['sh', '-c', `mkdir -p "$1" && ${fetch}`, 'sh', file(lab, 'debs')], { env: apt })).stdout
  for (const { name } of lab.credentials.hosts) {
    await lab.on(name, 'DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends python3 >/dev/null')
    await must(
      lab.command(['exec', name, 'sh', '-c', 'mkdir -p /root/debs && cd /root/debs && base64 -d | tar x && dpkg --install ./*.deb']),
      {
        env: lab.env,
        input: archive,
      },
    )
  }
  await lab.call('snapshot', withPython)
}
