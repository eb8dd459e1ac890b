import { cloud } from '../../electron/facts/cloud'
import { defaultSite } from '../../electron/facts/default-site'
import type { Fact } from '../../electron/facts/fact'
import { files } from '../../electron/facts/files'
import { firewalld, zoneRules } from '../../electron/facts/firewalld'
import { free } from '../../electron/facts/free'
import { hotpairState } from '../../electron/facts/hotpair-state'
import { interfaces } from '../../electron/facts/interfaces'
import { iptables } from '../../electron/facts/iptables'
import { vipUse, vridsHeard } from '../../electron/facts/lan'
import { jitter } from '../../electron/facts/jitter'
import { listening } from '../../electron/facts/listening'
import { machine } from '../../electron/facts/machine'
import { managers } from '../../electron/facts/managers'
import { nftTables } from '../../electron/facts/nft-tables'
import { openDrills } from '../../electron/facts/open-drills'
import { nginxConfiguration } from '../../electron/facts/nginx-configuration'
import { osRelease } from '../../electron/facts/os-release'
import { packageListsAge } from '../../electron/facts/package-lists-age'
import { packageManager } from '../../electron/facts/package-manager'
import { packages } from '../../electron/facts/packages'
import { routerIds } from '../../electron/facts/router-ids'
import { selinux } from '../../electron/facts/selinux'
import { systemd } from '../../electron/facts/systemd'
import { ufwActive } from '../../electron/facts/ufw'
import { unitState } from '../../electron/facts/unit'
import { nginxErrorLog, unitLog } from '../../electron/facts/unit-log'
import { keepalivedVersion, nginxVersion } from '../../electron/facts/version'
import { virtualisation } from '../../electron/facts/virtualisation'
import { vrrpAuth } from '../../electron/facts/vrrp-auth'

const place = { interface: 'ens33', reachedAt: null }

/** Which fact the cases of each folder are for. */
export const facts: Readonly<Record<string, Fact<unknown>>> = {
  cloud,
  'default-site': defaultSite,
  files,
  firewalld,
  free,
  'hotpair-state': hotpairState,
  interfaces,
  iptables,
  jitter: jitter({ interface: 'ens33', address: '198.51.100.11', peers: ['198.51.100.12', '198.51.100.13'], routerId: 67, run: 1, seconds: 5 }),
  'keepalived-version': keepalivedVersion,
  listening,
  machine,
  managers,
  'nft-tables': nftTables,
  'nginx-configuration': nginxConfiguration,
  'nginx-error-log': nginxErrorLog,
  'nginx-version': nginxVersion,
  'open-drills': openDrills,
  'os-release': osRelease,
  'package-lists-age': packageListsAge,
  'package-manager': packageManager,
  packages,
  'router-ids': routerIds,
  selinux,
  systemd,
  ufw: ufwActive,
  unit: unitState('nginx.service'),
  'unit-log': unitLog('nginx.service'),
  'vip-use': vipUse(['198.51.100.199'], place, true),
  virtualisation,
  'vrids-heard': vridsHeard(place, true),
  'vrrp-auth': vrrpAuth,
  'zone-rules': zoneRules('runtime'),
}
