import type { z } from 'zod'
import type { nodeFacts } from '../domain/node-facts'
import { sh } from '../remote/sh'
import { match, succeeded, type Fact } from './fact'

/** Sets $pm: apt-get on the Debian family, whatever else is installed there; elsewhere what there is; or none. */
export const choosePackageManager = sh`like=$(. /etc/os-release 2>/dev/null; echo "$ID $ID_LIKE")
case " $like " in
*' debian '* | *' ubuntu '*) order=apt-get ;;
*) order='dnf yum apt-get' ;;
esac
pm=none
for each in $order; do command -v "$each" >/dev/null && { pm=$each; break; }; done`

type PackageManager = z.output<typeof nodeFacts>['packageManager']
const names: Readonly<Record<string, PackageManager>> = { 'apt-get': 'apt', dnf: 'dnf', yum: 'yum', none: null }

export const packageManager: Fact<PackageManager> = {
  command: sh`${choosePackageManager}; echo "$pm"`,
  parse: (stdout, status) => {
    succeeded(status)
    return names[match(stdout, /^(apt-get|dnf|yum|none)$/, 'a package manager')[0] ?? ''] ?? null
  },
}
