import { findingCatalogue } from './catalogue'

/**
 * What each rule of preflight says: what is so, what would come of it, what to do. `{name}` is one of the finding's values; the node
 * stands beside the sentence. Fields are those of the pair file.
 */
export const findingsEn = findingCatalogue({
  // The VIP
  'vip-not-in-subnet': {
    fact: 'The VIP {vip} is in no subnet of {interface} ({subnets}).',
    consequence: 'Clients reach it only if a router has a route to it.',
    remedy: 'Choose a free address of {subnets}, or set up the route and give the VIP as /32.',
  },
  'vip-prefix': {
    fact: 'The VIP {vip} has another prefix length than its subnet on {interface} ({subnets}).',
    consequence: 'The node would get a second, wrong route to its own LAN.',
    remedy: 'In vips, write the address with /{prefix}, or without a prefix for /32.',
  },
  'vip-reserved': {
    fact: '{vip} is not an address that a host can have: it is a network, broadcast, multicast or loopback address.',
    consequence: 'No client could reach it.',
    remedy: 'In vips, give a free address of your LAN.',
  },
  'vip-is-node-address': {
    fact: 'The VIP {vip} is this node’s own address.',
    consequence: 'It could not move to another node, and both would answer for it.',
    remedy: 'In vips, give an address that no machine has.',
  },
  'vip-in-use': {
    fact: 'Another machine answers for the VIP {vip}: MAC {mac}, seen from {nodes}.',
    consequence: 'Two machines would have the same address; clients would reach one or the other by chance.',
    remedy: 'Find the machine by its MAC and give it another address, or choose another VIP.',
  },
  'vip-unchecked': {
    fact: 'No node could check whether {vip} is free.',
    consequence: 'If another machine has it, clients reach one or the other by chance.',
    remedy: 'From a machine on that LAN run: ping {vip}. Nobody should answer.',
  },
  // Interfaces
  'interface-missing': {
    fact: 'There is no interface {interface}. There are: {interfaces}.',
    consequence: 'keepalived would not start.',
    remedy: 'Set interface of this node to one of: {interfaces}.',
  },
  'no-interface-guess': {
    fact: 'No interface has the address {address}: SSH came through NAT or by a name.',
    consequence: 'It is not known on which interface the VIP belongs.',
    remedy: 'Set interface of this node to one of: {interfaces}.',
  },
  'interface-loopback': {
    fact: '{interface} is the loopback interface.',
    consequence: 'Nobody outside the node could reach the VIP.',
    remedy: 'Set interface of this node to the one on your LAN.',
  },
  'interface-down': {
    fact: 'The interface {interface} {what}.',
    consequence: 'This node could not hold the VIP.',
    remedy: 'Check the cable or the virtual switch, then: ip link set {interface} up',
  },
  'no-ipv4-on-interface': {
    fact: '{interface} has no IPv4 address of its own.',
    consequence: 'keepalived has no address to speak from.',
    remedy: 'Give {interface} an address, or set interface of this node to another one.',
  },
  'networkd-manages': {
    fact: 'systemd-networkd manages {interface}.',
    consequence: 'It removes the VIP whenever it configures the interface anew; keepalived then puts it back.',
    remedy: 'In the [Network] section of its .network file, set: KeepConfiguration=yes',
  },
  'address-dynamic': {
    fact: '{interface} got its address {address} by DHCP.',
    consequence: 'If it changes, firewall rules and unicast peers on the other nodes no longer fit.',
    remedy: 'Reserve {address} in your DHCP server, or configure it on the node.',
  },
  'subnets-differ': {
    fact: 'The nodes are in different subnets: {one}, {other}.',
    consequence: 'A VIP can only move between machines of the same LAN.',
    remedy: 'Set interface of the nodes to the interfaces that share a LAN.',
  },
  'same-address': {
    fact: '{one} and {other} have the same address {address}.',
    consequence: 'They cannot talk to each other.',
    remedy: 'Give one of them another address.',
  },
  // VRRP
  'vrid-heard': {
    fact: 'Somebody else on the LAN uses VRID {routerId}: {sources}.',
    consequence: 'The two groups would fight for the role of the holder.',
    remedy: 'Set vrrp.routerId to a number that nobody uses. {free} was not heard, for example.',
  },
  'vrid-unchecked': {
    fact: 'Whether somebody else uses VRID {routerId} was not checked: tcpdump is on none of the nodes.',
    consequence: 'Two groups with the same VRID on one LAN fight for the role of the holder.',
    remedy: 'If there are other VRRP routers on this LAN, compare their VRIDs, or install tcpdump on a node and check again.',
  },
  'vip-stays-on-failed-node': {
    fact: 'With these settings a node keeps the VIP although its nginx has failed ({situation}).',
    consequence: 'Clients would get no answer while a healthy node stands by.',
    remedy: 'Set vrrp.onNginxFailure to release.',
  },
  // keepalived
  'keepalived-too-old': {
    fact: 'keepalived {version} is too old.',
    consequence: 'It cannot check a configuration before it is used; 2.0.5 or later is needed.',
    remedy: 'Use a newer release of the distribution, or a repository with keepalived 2.0.5 or later.',
  },
  'keepalived-too-old-for-unicast': {
    fact: 'Unicast is not safe with keepalived {version}; it needs 2.2.4.',
    consequence: 'It may fall back to multicast without a warning, and both nodes hold the VIP.',
    remedy: 'Set vrrp.mode to multicast, or install keepalived 2.2.4 or later.',
  },
  'keepalived-too-old-for-down-timer': {
    fact: 'keepalived {version} cannot wait for {adverts} adverts; it needs {since}.',
    consequence: 'It would wait for 3, and all nodes must wait for the same number.',
    remedy: 'Leave vrrp.downTimerAdverts out, or install keepalived {since} or later.',
  },
  'timer-expired-left-out': {
    fact: 'keepalived {version} does not know timer_expired_backup; it needs {since}.',
    consequence:
      'The setting is left out on this node: when it was paused while it held the VIP, both nodes hold it for a moment after it goes on.',
    remedy: 'Install keepalived {since} or later, or do not pause the machine while it runs.',
  },
  'other-pair': {
    fact: 'This node belongs to the pair {other}.',
    consequence: 'It would leave {other} and join {pair}.',
    remedy: 'If you have renamed the pair, go on. Else choose another node.',
  },
  'foreign-keepalived': {
    fact: 'There is a keepalived.conf that Hotpair has not written (VRIDs: {routerIds}). keepalived does not run.',
    consequence: 'It is replaced. Undo brings it back.',
    remedy: 'If you still need it, choose another node.',
  },
  'foreign-keepalived-running': {
    fact: 'keepalived runs with a configuration that Hotpair has not written (VRIDs: {routerIds}).',
    consequence: 'Addresses it holds now would be lost.',
    remedy: 'If it is no longer needed: systemctl disable --now keepalived',
  },
  'keepalived-not-text': {
    fact: '{path} is no UTF-8 text.',
    consequence: 'It is not shown, and not read.',
    remedy: 'Look at it on the node before it is replaced.',
  },
  'keepalived-too-long': {
    fact: '{path} is larger than 256 KiB.',
    consequence: 'It is not shown, and not read.',
    remedy: 'Look at it on the node before it is replaced.',
  },
  'keepalived-not-understood': {
    fact: '{path} could not be read without doubt: it is nested very deeply, or a quote is not closed.',
    consequence: 'It is not shown, because passwords in it could not be hidden.',
    remedy: 'Look at it on the node before it is replaced.',
  },
  'unit-masked': {
    fact: '{unit} is masked: somebody has forbidden it to start.',
    consequence: 'It cannot be started.',
    remedy: 'Run on the node: systemctl unmask {unit}',
  },
  // Packages
  'package-manager-missing': {
    fact: 'There is no apt, dnf or yum.',
    consequence: 'Nothing can be installed.',
    remedy: 'Use a host with Debian, Ubuntu, or one of the RHEL family.',
  },
  'no-package-lists': {
    fact: 'The package lists have never been read, and these are to be installed: {packages}.',
    consequence: 'It is not known whether they can be had.',
    remedy: 'Run on the node: {command}',
  },
  'stale-package-lists': {
    fact: 'The package lists are {days} days old.',
    consequence: 'Installing {packages} may fail, because the versions listed are gone.',
    remedy: 'Run on the node: {command}',
  },
  'nginx-missing': {
    fact: 'nginx is not installed, and no repository of the node has it.',
    consequence: 'There would be nothing to make highly available.',
    remedy: 'Add a repository with nginx (on CentOS 7: yum install epel-release), then: {command}',
  },
  'keepalived-missing': {
    fact: 'keepalived is not installed, and no repository of the node has it.',
    consequence: 'Nothing would move the VIP.',
    remedy: 'Add a repository with keepalived, then: {command}',
  },
  'curl-missing': {
    fact: 'curl is not installed, and no repository of the node has it.',
    consequence: 'Whether the VIP answers could not be checked from this node.',
    remedy: 'Add a repository with curl, then: {command}',
  },
  'nginx-not-packaged': {
    fact: 'nginx {version} is installed, but not as a package.',
    consequence: 'A second nginx would be installed beside it.',
    remedy: 'Remove it, or replace it by the package of your distribution, and run the check again.',
  },
  'no-space': {
    fact: 'Only {megabytes} MB are free on {path}.',
    consequence: 'Packages and backups would not fit.',
    remedy: 'Free at least 500 MB there; package caches go with: apt-get clean, or dnf clean packages',
  },
  'little-space': {
    fact: '{megabytes} MB are free on {path}.',
    consequence: 'It is enough for the deployment, but a full disk stops services.',
    remedy: 'Free some space there.',
  },
  // nginx
  'port-taken': {
    fact: '{process} listens on port {port} ({address}).',
    consequence: 'nginx could not start.',
    remedy: 'Stop and disable {process}, or set nginx.content to keep.',
  },
  'health-port-taken': {
    fact: '{process} listens on port {port}, which is nginx’s health port here.',
    consequence: 'nginx could not start.',
    remedy: 'Stop {process}, or remove {path} so that another port is chosen.',
  },
  'default-site-replaced': {
    fact: 'You have changed the default site {path}.',
    consequence: 'It would be replaced.',
    remedy: 'Set nginx.content to keep: your sites stay, and only a health server is added.',
  },
  'other-default-server': {
    fact: 'A site of yours is the default server of port 80: {paths}.',
    consequence: 'nginx allows only one and would refuse the new configuration.',
    remedy: 'Set nginx.content to keep, or remove default_server there.',
  },
  'nginx-without-confd': {
    fact: 'nginx.conf does not include /etc/nginx/conf.d/*.conf.',
    consequence: 'The health server would not be there, and no node would count as healthy.',
    remedy: 'In the http block of /etc/nginx/nginx.conf add: include /etc/nginx/conf.d/*.conf;',
  },
  'nothing-to-keep': {
    fact: 'nginx is not installed, so there is no configuration to keep.',
    consequence: 'It would be installed and show its own default page.',
    remedy: 'Put your site on the node first, or set nginx.content to welcome or proxy.',
  },
  'keep-proves-little': {
    fact: 'The health check asks a small server of Hotpair’s own, not your site.',
    consequence: 'It notices that nginx is down or hangs, not that your site shows errors.',
    remedy: 'Set nginx.url to a URL of your site: it is then asked of the VIP and of every node.',
  },
  // The machines
  'same-machine': {
    fact: '{one} and {other} are one and the same machine.',
    consequence: 'When it fails, both are gone.',
    remedy: 'Give the address of a second machine.',
  },
  'cloned-machine': {
    fact: '{one} and {other} are copies of one another: the same {alike}.',
    consequence: 'DHCP and switches may take them for one machine.',
    remedy: 'On one of them: rm /etc/machine-id && systemd-machine-id-setup && reboot. Equal MACs are changed in the hypervisor.',
  },
  'clocks-apart': {
    fact: 'The clocks of {one} and {other} are {seconds} s apart.',
    consequence: 'Failover works all the same, but logs of the two cannot be compared.',
    remedy: 'Run on both: timedatectl set-ntp true',
  },
  'os-unsupported': {
    fact: '{os} is neither of the Debian nor of the RHEL family.',
    consequence: 'Hotpair does not know where files and packages belong there.',
    remedy: 'Use Debian, Ubuntu, RHEL, Rocky, AlmaLinux, CentOS or openEuler.',
  },
  'no-systemd': {
    fact: '{os} does not run systemd.',
    consequence: 'A deployment needs it, to undo itself when the connection is lost.',
    remedy: 'Use a host that is started by systemd.',
  },
  'selinux-enforcing': {
    fact: 'SELinux is enforcing.',
    consequence: 'Hotpair is not tested with it. A denial shows as a check that always fails.',
    remedy: 'After the deployment look at: ausearch -m avc -ts recent',
  },
  'selinux-proxy': {
    fact: 'SELinux is enforcing, and nginx is to be a proxy.',
    consequence: 'nginx may not connect to your upstreams; clients get 502.',
    remedy: 'Run on the node: setsebool -P httpd_can_network_connect 1',
  },
  'snapshot-advice': {
    fact: 'The node is a virtual machine ({virtualisation}), and adverts come every {seconds} s.',
    consequence: 'A snapshot stops it for a second or two, and the VIP moves.',
    remedy: 'Set vrrp.advertInterval to 1 and leave vrrp.downTimerAdverts out, or take no snapshots while it runs.',
  },
  cloud: {
    fact: 'The node runs in a cloud ({cloud}).',
    consequence: 'Its network does not follow a VIP that moves by ARP; clients may not reach it after a failover.',
    remedy: 'Use the cloud’s own load balancer or floating address, or ask the provider whether addresses may move.',
  },
  'cloud-multicast': {
    fact: 'The cloud’s network ({cloud}) has no multicast.',
    consequence: 'The nodes would not hear each other, and both would hold the VIP.',
    remedy: 'Set vrrp.mode to unicast. That the VIP can move at all must still be arranged with the cloud.',
  },
  'cloud-openstack': {
    fact: 'The node runs in OpenStack.',
    consequence: 'Its ports drop packets of addresses that are not theirs, so the VIP would not answer.',
    remedy: 'Add the VIP to each port: openstack port set --allowed-address ip-address=VIP PORT',
  },
  'open-deployment': {
    fact: 'The deployment {deployment} is not finished ({state}); it was started by {owner}.',
    consequence: 'Another one cannot begin.',
    remedy: 'Look at it with "hotpair status"; if nobody is at work on it, end it with "hotpair finish"',
  },
  // Firewalls
  'firewall-foreign': {
    fact: 'A firewall that Hotpair cannot open is active: {firewalls}.',
    consequence: 'Adverts and web requests may be dropped; then both nodes hold the VIP.',
    remedy: 'Open it yourself for protocol 112 (VRRP) from the other nodes and for port 80, then set firewall to leave.',
  },
  'firewall-foreign-left': {
    fact: 'A firewall is active that was not looked into: {firewalls}.',
    consequence: 'If it drops VRRP, both nodes hold the VIP.',
    remedy: 'Make sure that it lets in protocol 112 (VRRP) from the other nodes, and port 80.',
  },
  'firewall-disabled-chosen': {
    fact: 'firewalld is to be switched off.',
    consequence: 'All services of the node can then be reached from everywhere.',
    remedy: 'Set firewall to open: only what is needed is let in.',
  },
  'firewall-leave-blocks': {
    fact: 'firewalld lets no VRRP in from {peers} (zone {zone}).',
    consequence: 'The nodes would not hear each other, and both would hold the VIP.',
    remedy: 'Set firewall to open, or run on the node: {commands}',
  },
  'firewall-leave-blocks-web': {
    fact: 'firewalld does not let in port 80 (zone {zone}).',
    consequence: 'Clients would not reach the VIP.',
    remedy: 'Set firewall to open, or run on the node: firewall-cmd --permanent --zone={zone} --add-service=http && firewall-cmd --reload',
  },
  'firewalld-zone-unknown': {
    fact: 'firewalld does not say which zone {interface} is in.',
    consequence: 'It is not known what it lets in.',
    remedy: 'Run on the node: firewall-cmd --permanent --zone=public --add-interface={interface} && firewall-cmd --reload',
  },
  'firewalld-unsaved': {
    fact: 'Rules of firewalld are in force that are not saved (zone {zone}): {rules}.',
    consequence: 'They are lost when firewalld reads its configuration anew, which opening it does.',
    remedy: 'To keep them, run on the node: firewall-cmd --runtime-to-permanent',
  },
})
