import { sh } from '../remote/sh'
import { always, fault, startBoth, suspended } from './fault'

/** keepalived is stopped: it says farewell with an advert of priority 0 (RFC 9568 §6.4.3), so the move is quick. */
const stop = fault('keepalived-stop', {
  inject: () => sh`systemctl stop keepalived`,
  heal: () => startBoth,
  took: sh`! systemctl is-active --quiet keepalived`,
})

/** keepalived says no farewell and leaves its VIPs on the interface; systemd starts it again, and it takes them off. */
const kill = fault('keepalived-kill', {
  inject: () => sh`systemctl kill --signal=KILL keepalived`,
  heal: () => startBoth,
  took: always,
})

/** keepalived stands still: it sends nothing and gives nothing away. */
const freeze = fault('keepalived-freeze', {
  inject: () => sh`systemctl kill --signal=STOP keepalived`,
  heal: () => sh`systemctl kill --signal=CONT keepalived; ${startBoth}`,
  took: suspended('keepalived'),
})

const reload = fault('reload', {
  inject: () => sh`systemctl reload keepalived`,
  heal: () => startBoth,
  took: always,
})

/** The VIPs are taken off the interface by somebody else (a network manager, an administrator). keepalived puts them back. */
const vipDeleted = fault('vip-deleted', {
  inject: ({ vips, interface: name }) =>
    sh`for vip in ${vips}; do
  ip -o addr show dev ${name} to "$vip" | while read -r _ _ _ cidr _; do ip addr del "$cidr" dev ${name}; done
done`,
  // One that did not put them back begins anew; on a node that has given them away meanwhile, that moves nothing.
  heal: ({ vips: [vip = ''] }) => sh`${startBoth}; ip -o addr show to ${vip} | grep -q . || systemctl restart keepalived`,
  took: always,
})

export const keepalivedFaults = {
  'keepalived-stop': stop,
  'keepalived-kill': kill,
  'keepalived-freeze': freeze,
  reload,
  'vip-deleted': vipDeleted,
}
