/** What a node prints when it is asked by electron/facts/script.ts: the answers between the marks that were sent. */
export function answersTo(asked: string, answer: (name: string) => string): string {
  const mark = /printf '%s clock %s\\n' (\S+) /.exec(asked)?.[1] ?? ''
  const names = ([...asked.matchAll(/^ {2}for name in (.*); do$/gm)].at(-1)?.[1] ?? '').split(' ')
  return `${mark} clock 1795362115:000000000\n${names.map((name) => `\n${mark} ${name} 0\n${answer(name)}`).join('')}\n${mark} end 0\n`
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** The node's clock, asked by itself (electron/facts/clock-offset.ts): it is this machine's. */
export function clockAnswer(): string {
  const now = Date.now()
  return `${String(Math.floor(now / 1000))}:${String(now % 1000).padStart(3, '0')}000000\n`
}

/** What a journal has of keepalived, the oldest first; each a second after the one before, up to a minute ago. */
export function recordsAnswer(messages: readonly string[], now = Date.now()): string {
  const begin = now - 60_000 - 1000 * messages.length
  const lines = messages.map((text, i) =>
    JSON.stringify({
      __REALTIME_TIMESTAMP: `${String(begin + 1000 * i)}000`,
      _BOOT_ID: '0'.repeat(32),
      SYSLOG_IDENTIFIER: 'Keepalived_vrrp',
      _SYSTEMD_UNIT: 'keepalived.service',
      MESSAGE: text,
    }),
  )
  // the journal itself is older
  return `kept ${String(begin - 3_600_000)}000 ${base64(`${[...lines.reverse(), 'end 0'].join('\n')}\n`)}`
}

/** What keepalived says of an instance: its node has recovered and become master, or it stands by. */
export const vrrpMessages = (holds: boolean): string[] =>
  (holds ? ['FAULT', 'BACKUP', 'MASTER'] : ['BACKUP']).map((state) => `(hotpair_web) Entering ${state} STATE`)

/** Answers of a healthy node to what is asked again and again, with its addresses and what it says of its deployments. */
export const pulseAnswer =
  (node: { readonly addresses: readonly string[]; readonly hotpair: string; readonly active?: string; readonly keepalived?: string }) =>
  (name: string): string => {
    switch (name) {
      case 'interfaces':
        return [
          '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 \\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
          '2: ens33: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 \\    link/ether 02:68:70:00:00:01 brd ff:ff:ff:ff:ff:ff',
          '===',
          '1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever',
          ...node.addresses.map((address) => `2: ens33    inet ${address}/24 scope global ens33\\       valid_lft forever`),
          '',
        ].join('\n')
      case 'nginxUnit':
        return `ActiveState=${node.active ?? 'active'}\nUnitFileState=enabled\n`
      case 'keepalivedUnit':
        return `ActiveState=${node.keepalived ?? node.active ?? 'active'}\nUnitFileState=enabled\n`
      case 'openDrills':
        return ''
      case 'unitLog':
        return base64('2026-11-30T21:57:11+0000 nginx1 systemd[1]: Started nginx.service.\nend 0\n')
      case 'nodeRecords':
        return recordsAnswer(vrrpMessages(node.addresses.includes('198.51.100.199')))
      case 'errorLog':
        return `${base64('/var/log/nginx/error.log')} ${base64('end 0\n')}`
      case 'hotpairState':
        return node.hotpair
      default:
        throw new Error(`nobody should ask for ${name}`)
    }
  }
