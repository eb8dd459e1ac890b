/**
 * Every path on a node that Hotpair may write, so that facts can read them before plan decides on them.
 * Both nginx layouts are here: Debian's sites-enabled/default and the RHEL family's default server in nginx.conf.
 */
export const paths = {
  keepalivedConf: '/etc/keepalived/keepalived.conf',
  vrrpAuth: '/etc/keepalived/hotpair-auth.conf',
  checkScript: '/usr/libexec/keepalived/hotpair-check',
  nginxSite: '/etc/nginx/conf.d/hotpair-site.conf',
  nginxHealth: '/etc/nginx/conf.d/hotpair-health.conf',
  nginxDropIn: '/etc/systemd/system/nginx.service.d/hotpair.conf',
  keepalivedDropIn: '/etc/systemd/system/keepalived.service.d/hotpair.conf',
  debianDefaultSite: '/etc/nginx/sites-enabled/default',
} as const

/** The paths whose content may be read and shown. The VRRP password's file is not one of them. */
export const readablePaths: readonly string[] = Object.values(paths).filter((path) => path !== paths.vrrpAuth)

/** Where a node keeps its deployments, root only. */
export const stateFolder = '/var/lib/hotpair'
