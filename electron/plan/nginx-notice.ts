import { nginxSilentFile, nginxStateFile, paths } from '../domain/paths'

/** Where another node's site answers. */
export interface OtherNode {
  readonly address: string
  readonly port: number
}

/**
 * The program by which systemd tells keepalived of nginx (drop-ins.ts). Only the node that has the VIP tells: when nginx is restarted on all nodes at
 * once, one of them must be left to take it. And only where another node answers: nobody else could take it, and coming back would cost
 * this node three adverts (RFC 9568 §6.1) where nginx itself is back sooner. keepalived's check judges all the same. What was decided when nginx was
 * about to be stopped is not decided again when it has ended: the other node may be doing the same, and have given the VIP to this one.
 * @param vip that moves with all others of its instance
 * @param others the likeliest to take over first
 * @param seconds until another node has the VIP that is given away
 */
export const noticeScript = (vip: string, others: readonly OtherNode[], seconds: number): string => `#!/bin/bash
# Written by Hotpair. systemd calls it, so that keepalived knows at once: up: nginx runs; down: it has ended; leaving: it will be stopped.
# hotpair-watch does with silent, when nginx runs and does not answer.
# Told only where this node has the VIP and another one answers that can take it; keepalived's check finds out by itself, but later.
state=${nginxStateFile}
before=
[ ! -e "$state.last" ] || read -r before <"$state.last"
[ "$1" = silent ] || echo "$1" >"$state.last"
others=(${others.map(({ address, port }) => `${address}/${String(port)}`).join(' ')})

another_can_take_it() {
  [ -n "$(ip -o addr show to ${vip} 2>/dev/null)" ] || return 1
  for other in "\${others[@]}"; do
    timeout 0.2 bash -c ": <>/dev/tcp/$other" 2>/dev/null && return 0
  done
  return 1
}

case $before,$1 in
*,up) echo 0 >"$state" ;;
down,leaving | leaving,down) ;; # it was decided then
down,silent | leaving,silent) exit 1 ;;
*,silent) another_can_take_it && echo 1 >${nginxSilentFile} ;;
*,leaving) ! another_can_take_it || { echo 1 >"$state" && sleep ${String(seconds)}; } ;;
*,down) ! another_can_take_it || echo 1 >"$state" ;;
esac
`

/**
 * A unit that is stopped before nginx is, whenever nginx is stopped or restarted on purpose: the VIP goes to another node while nginx here still
 * answers. PartOf= and not BindsTo=, so that a crash does not stop it (ExecStopPost= of nginx tells of that).
 */
export const noticeUnit = `# Written by Hotpair: the VIP is given away before nginx is stopped or restarted on purpose.
[Unit]
Description=Hotpair gives the VIP away before nginx stops
PartOf=nginx.service
After=nginx.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/true
ExecStop=-${paths.noticeScript} leaving
`
