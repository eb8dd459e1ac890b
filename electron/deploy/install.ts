import type { DeploymentName } from '../domain/deployment-name'
import { stateFolder } from '../domain/paths'
import type { BundleEntry } from '../domain/plan'
import { sumsFile } from '../plan/bundle'
import { sha256 } from '../plan/sha256'
import { sh, type Sh } from '../remote/sh'

/** Where a node keeps a deployment. Root runs what is there: only a name that was parsed makes such a path. */
export const folderOf = (deployment: DeploymentName): string => `${stateFolder}/deployments/${deployment}`
export const runnerOf = (deployment: DeploymentName): string => `${folderOf(deployment)}/bundle/hotpair.sh`

export interface Delivery {
  readonly deployment: DeploymentName
  readonly pair: string
  readonly plan: string
  /** One line: who deploys, from where. */
  readonly owner: string
  readonly bundle: readonly BundleEntry[]
  /** Null: keep the one that is there, or none is needed. */
  readonly vrrpPassword: string | null
}

/**
 * One exec takes the bundle from stdin to the folder that only root can read, checks the sha256 of every file, takes the lock and starts
 * `prepare`, which goes on by itself. Nothing passes through a folder of the user.
 * Exit status 75: another deployment is open; its line says whose. 65: what arrived is not what was sent. 74: it could not be written.
 */
export function deliver(delivery: Delivery): { command: Sh; input: Uint8Array } {
  const { deployment, bundle } = delivery
  const folder = folderOf(deployment)
  const sums = bundle.find((entry) => entry.path === sumsFile)
  if (sums === undefined) throw new TypeError(`a bundle without ${sumsFile}`)
  const command = sh`
    umask 077
    mkdir -p ${stateFolder}/deployments && mkdir ${folder} ${folder}/bundle || exit 74
    while read -r size mode path && [ "$size" != end ]; do
      mkdir -p ${folder}/"$(dirname "$path")"
      head -c "$size" >${folder}/"$path" && chmod "$mode" ${folder}/"$path" || { rm -rf ${folder}; exit 74; }
    done
    if ! ( cd ${folder}/bundle && printf '%s  %s\n' ${sha256(sums.content)} ${sumsFile} | sha256sum -c && sha256sum -c ${sumsFile} ) >/dev/null; then
      rm -rf ${folder}
      exit 65
    fi
    printf '%s\n' ${delivery.owner} >${folder}/owner
    printf '%s\n' ${delivery.pair} >${folder}/pair
    printf '%s\n' ${delivery.plan} >${folder}/plan
    if ! ln -sT deployments/${deployment} ${stateFolder}/open; then
      printf 'locked\t%s\t%s\n' "$(readlink ${stateFolder}/open)" "$(cat ${stateFolder}/open/owner)"
      rm -rf ${folder}
      exit 75
    fi
    exec sh ${runnerOf(deployment)} detach ${deployment} prepare`
  const part = (path: string, mode: number, content: string) => {
    const bytes = Buffer.from(content)
    return [Buffer.from(`${String(bytes.length)} ${mode.toString(8)} ${path}\n`), bytes]
  }
  const input = Buffer.concat([
    ...bundle.flatMap((entry) => part(`bundle/${entry.path}`, entry.mode, entry.content)),
    ...(delivery.vrrpPassword === null ? [] : part('secret', 0o600, delivery.vrrpPassword)),
    Buffer.from('end\n'),
  ])
  return { command, input }
}
