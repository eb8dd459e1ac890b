import { z } from 'zod'
import { pairSchema } from '../domain/pair'

/** JSON Schema of a pair file as people write it: defaults may be left out. */
export const pairJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(pairSchema, { io: 'input' }),
  title: 'Hotpair pair file',
})

/** What `hotpair init` writes. It is a valid pair as it stands. */
export const pairTemplate = (): string => `# A pair: the hosts that share a virtual IP address (VIP).
# Passwords do not belong in here. They are asked for, or come from HOTPAIR_PASSWORD_NGINX1, HOTPAIR_SUDO_NGINX1,
# HOTPAIR_PASSPHRASE_NGINX1 and HOTPAIR_VRRP_PASSWORD.
name: web

nodes:
  - name: nginx1
    address: 198.51.100.11        # where SSH reaches it: a host name or an address
    # port: 22
    user: root                    # or a user who may use sudo
    auth: password                # password | key | agent
    # keyFile: ~/.ssh/id_ed25519  # with auth: key
    # sudo: password              # password | nopassword; root needs none
    # interface: ens33            # carries the VIP; by default the one that has the address
    priority: 250                 # the highest healthy node holds the VIP; 1 to 254, all different
  - name: nginx2
    address: 198.51.100.12
    user: root
    auth: password
    priority: 240

vips:
  - 198.51.100.199/24             # free, and in the network of the interface

vrrp:
  routerId: 66                    # 1 to 255: equal on all nodes, used by nobody else on the LAN
  advertInterval: 1               # seconds; fractions such as 0.2 use VRRP version 3
  preempt: false                  # true: the VIP goes back to the preferred node when it has recovered
  mode: multicast                 # unicast where the network drops multicast (most clouds)
  onNginxFailure: release         # release | stop-keepalived

nginx:
  content: welcome                # welcome | proxy | keep
  # content: proxy
  # upstreams: [198.51.100.31:8080, 198.51.100.32:8080]

firewall: open                    # open what is needed | leave it alone | disable it
`
