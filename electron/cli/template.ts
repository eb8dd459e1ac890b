import type { Voice } from './wording'

/** What `hotpair init` writes. It is a valid pair as it stands. */
export const pairTemplate = ({ say }: Voice): string => `# ${say('template.about')}
# ${say('template.secrets')}
# HOTPAIR_PASSWORD_NGINX1, HOTPAIR_SUDO_NGINX1, HOTPAIR_PASSPHRASE_NGINX1, HOTPAIR_VRRP_PASSWORD
name: web

nodes:
  - name: nginx1
    address: 198.51.100.11        # ${say('template.address')}
    # port: 22
    user: root                    # ${say('template.user')}
    auth: password                # password | key | agent
    # keyFile: ~/.ssh/id_ed25519  # ${say('template.keyFile')}
    # sudo: password              # ${say('template.sudo')}
    # interface: ens33            # ${say('template.interface')}
    priority: 254                 # ${say('template.priority')}
  - name: nginx2
    address: 198.51.100.12
    user: root
    auth: password
    priority: 253

vips:
  - 198.51.100.199/24             # ${say('template.vips')}

vrrp:
  routerId: 66                    # ${say('template.routerId')}
  advertInterval: 1               # ${say('template.advertInterval')}
  # realTimePriority: 50          # ${say('template.realTimePriority')}
  # downTimerAdverts: 3           # ${say('template.downTimerAdverts')}
  preempt: false                  # ${say('template.preempt')}
  mode: multicast                 # ${say('template.mode')}
  onNginxFailure: release         # release | stop-keepalived

nginx:
  content: welcome                # welcome | proxy | keep
  # content: proxy
  # upstreams: [198.51.100.31:8080, 198.51.100.32:8080]

firewall: open                    # open | leave | disable: ${say('template.firewall')}
`
