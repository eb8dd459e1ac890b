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
  /** What systemd runs to tell keepalived of nginx, and the unit that does so before nginx is stopped on purpose. */
  noticeScript: '/usr/libexec/keepalived/hotpair-nginx',
  noticeUnit: '/etc/systemd/system/hotpair-nginx.service',
  /** What asks nginx all the time whether it answers. */
  watchScript: '/usr/libexec/keepalived/hotpair-watch',
  watchUnit: '/etc/systemd/system/hotpair-watch.service',
  debianDefaultSite: '/etc/nginx/sites-enabled/default',
} as const

/** The paths whose content may be read and shown. The VRRP password's file is not one of them. */
export const readablePaths: readonly string[] = Object.values(paths).filter((path) => path !== paths.vrrpAuth)

/**
 * What systemd tells keepalived of nginx: 0 it runs, 1 it does not. Gone with every boot; keepalived makes it anew (init_file).
 * In /run itself: a folder of its own would have to be made before keepalived starts, or it never looks at the file (keepalived 2.2.7).
 */
export const nginxStateFile = '/run/hotpair-nginx'

/** What is found by asking nginx: 0 it answers, 1 it does not. */
export const nginxSilentFile = '/run/hotpair-silent'

/** Where a node keeps its deployments, root only. */
export const stateFolder = '/var/lib/hotpair'
