import { findingCatalogue } from './catalogue'

/** What each rule of preflight says. */
export const findingsZhCN = findingCatalogue({
  // The VIP
  'vip-not-in-subnet': {
    fact: 'VIP {vip} 不在 {interface} 的任何子网内（{subnets}）。',
    consequence: '只有路由器上有相应的路由，客户端才能访问它。',
    remedy: '请在 {subnets} 中选一个空闲地址，或配置路由并把 VIP 写成 /32。',
  },
  'vip-prefix': {
    fact: 'VIP {vip} 的前缀长度与它在 {interface} 上的子网（{subnets}）不同。',
    consequence: '节点会得到第二条通往自己局域网的错误路由。',
    remedy: '请在 vips 中把地址写成 /{prefix}，或不写前缀（即 /32）。',
  },
  'vip-reserved': {
    fact: '{vip} 不是主机可用的地址：它是网络、广播、组播或环回地址。',
    consequence: '任何客户端都无法访问。',
    remedy: '请在 vips 中填写局域网内的空闲地址。',
  },
  'vip-is-node-address': {
    fact: 'VIP {vip} 是该节点自己的地址。',
    consequence: '它无法切换到另一个节点，而且两者都会应答。',
    remedy: '请在 vips 中填写没有机器使用的地址。',
  },
  'vip-in-use': {
    fact: '另一台机器在应答 VIP {vip}：MAC {mac}，从 {nodes} 看到。',
    consequence: '两台机器会有相同的地址，客户端随机连到其中一台。',
    remedy: '请根据 MAC 找到该机器并更换其地址，或选择其他 VIP。',
  },
  'vip-unchecked': {
    fact: '没有节点能检查 {vip} 是否空闲。',
    consequence: '如果另一台机器在用它，客户端会随机连到其中一台。',
    remedy: '请在该局域网的一台机器上运行：ping {vip}。应当没有应答。',
  },
  // Interfaces
  'interface-missing': {
    fact: '没有网卡 {interface}。现有：{interfaces}。',
    consequence: 'keepalived 无法启动。',
    remedy: '请把该节点的网卡设为其中之一：{interfaces}。',
  },
  'no-interface-guess': {
    fact: '没有网卡带有地址 {address}：SSH 经过了 NAT 或使用名称连接。',
    consequence: '不知道 VIP 应放在哪个网卡上。',
    remedy: '请把该节点的网卡设为其中之一：{interfaces}。',
  },
  'interface-loopback': {
    fact: '{interface} 是环回网卡。',
    consequence: '节点之外无法访问 VIP。',
    remedy: '请把该节点的网卡设为接入局域网的那一个。',
  },
  'interface-down': {
    fact: '网卡 {interface} {what}。',
    consequence: '该节点无法持有 VIP。',
    remedy: '请检查网线或虚拟交换机，然后运行：ip link set {interface} up',
  },
  'no-ipv4-on-interface': {
    fact: '{interface} 没有自己的 IPv4 地址。',
    consequence: 'keepalived 没有可用的源地址。',
    remedy: '请给 {interface} 配置地址，或把该节点的网卡设为另一个。',
  },
  'networkd-manages': {
    fact: '{interface} 由 systemd-networkd 管理。',
    consequence: '它每次重新配置网卡时都会移除 VIP，随后 keepalived 再加回来。',
    remedy: '请在其 .network 文件的 [Network] 一节中设置：KeepConfiguration=yes',
  },
  'address-dynamic': {
    fact: '{interface} 的地址 {address} 来自 DHCP。',
    consequence: '地址变化后，其他节点上的防火墙规则和单播对端就不再匹配。',
    remedy: '请在 DHCP 服务器上保留 {address}，或在节点上静态配置。',
  },
  'subnets-differ': {
    fact: '节点位于不同的子网：{one}、{other}。',
    consequence: 'VIP 只能在同一局域网的主机之间切换。',
    remedy: '请把节点的网卡设为接入同一局域网的网卡。',
  },
  'same-address': {
    fact: '{one} 和 {other} 的地址相同：{address}。',
    consequence: '它们无法互相通信。',
    remedy: '请给其中一个更换地址。',
  },
  // VRRP
  'vrid-heard': {
    fact: '局域网上有其他机器使用 VRID {routerId}：{sources}。',
    consequence: '两个组会互相争抢主节点角色。',
    remedy: '请把 vrrp.routerId 设为未被占用的编号，例如未监听到的 {free}。',
  },
  'vrid-unchecked': {
    fact: '没有检查是否有其他机器使用 VRID {routerId}：所有节点都没有 tcpdump。',
    consequence: '同一局域网上 VRID 相同的两个组会互相争抢主节点角色。',
    remedy: '如果该局域网上有其他 VRRP 路由器，请核对其 VRID，或在一个节点上安装 tcpdump 后重新检查。',
  },
  'vip-stays-on-failed-node': {
    fact: '按这些设置，节点的 nginx 故障后仍会持有 VIP（{situation}）。',
    consequence: '另有健康的备节点，客户端却得不到应答。',
    remedy: '请把 vrrp.onNginxFailure 设为 release。',
  },
  // keepalived
  'keepalived-too-old': {
    fact: 'keepalived {version} 太旧。',
    consequence: '它不能在使用前检查配置；需要 2.0.5 或更新版本。',
    remedy: '请使用更新的发行版，或提供 keepalived 2.0.5 以上版本的软件源。',
  },
  'keepalived-too-old-for-unicast': {
    fact: 'keepalived {version} 的单播不安全，需要 2.2.4。',
    consequence: '它可能不作提示就退回组播，两个节点会同时持有 VIP。',
    remedy: '请把 vrrp.mode 设为 multicast，或安装 keepalived 2.2.4 以上版本。',
  },
  'keepalived-too-old-for-down-timer': {
    fact: 'keepalived {version} 不能等待 {adverts} 个通告，需要 {since}。',
    consequence: '它只会等 3 个，而所有节点等待的个数必须相同。',
    remedy: '请去掉 vrrp.downTimerAdverts，或安装 keepalived {since} 以上版本。',
  },
  'timer-expired-left-out': {
    fact: 'keepalived {version} 不支持 timer_expired_backup，需要 {since}。',
    consequence: '该节点上不写入这项设置：如果它在持有 VIP 时被暂停，恢复运行后两个节点会短暂地同时持有 VIP。',
    remedy: '请安装 keepalived {since} 以上版本，或在运行时不要暂停该虚拟机。',
  },
  'other-pair': {
    fact: '该节点属于热备组 {other}。',
    consequence: '它会离开 {other}，加入 {pair}。',
    remedy: '如果您只是给热备组改了名，可以继续；否则请选择其他节点。',
  },
  'foreign-keepalived': {
    fact: '有一个不是 Hotpair 写的 keepalived.conf（VRID：{routerIds}）。keepalived 没有运行。',
    consequence: '它会被替换，撤销时会恢复。',
    remedy: '如果还需要它，请选择其他节点。',
  },
  'foreign-keepalived-running': {
    fact: 'keepalived 正在使用不是 Hotpair 写的配置运行（VRID：{routerIds}）。',
    consequence: '它现在持有的地址会丢失。',
    remedy: '如果不再需要，请运行：systemctl disable --now keepalived',
  },
  'keepalived-not-text': {
    fact: '{path} 不是 UTF-8 文本。',
    consequence: '既不显示，也不读取。',
    remedy: '替换之前，请在节点上查看该文件。',
  },
  'keepalived-too-long': {
    fact: '{path} 超过 256 KiB。',
    consequence: '既不显示，也不读取。',
    remedy: '替换之前，请在节点上查看该文件。',
  },
  'keepalived-not-understood': {
    fact: '无法准确解析 {path}：嵌套过深，或引号没有闭合。',
    consequence: '其中的密码无法可靠隐藏，因此不显示内容。',
    remedy: '替换之前，请在节点上查看该文件。',
  },
  'unit-masked': {
    fact: '{unit} 已被屏蔽（masked）：有人禁止它启动。',
    consequence: '无法启动它。',
    remedy: '请在节点上运行：systemctl unmask {unit}',
  },
  // Packages
  'package-manager-missing': {
    fact: '没有 apt、dnf 或 yum。',
    consequence: '无法安装任何软件包。',
    remedy: '请使用 Debian、Ubuntu 或 RHEL 系的主机。',
  },
  'no-package-lists': {
    fact: '从未读取过软件包列表，而需要安装：{packages}。',
    consequence: '不知道能否获得它们。',
    remedy: '请在节点上运行：{command}',
  },
  'stale-package-lists': {
    fact: '软件包列表是 {days} 天前的。',
    consequence: '安装 {packages} 可能失败，因为列表中的版本已不存在。',
    remedy: '请在节点上运行：{command}',
  },
  'nginx-missing': {
    fact: '没有安装 nginx，节点的软件源中也没有。',
    consequence: '没有可以做高可用的服务。',
    remedy: '请添加含有 nginx 的软件源（CentOS 7：yum install epel-release），然后运行：{command}',
  },
  'keepalived-missing': {
    fact: '没有安装 keepalived，节点的软件源中也没有。',
    consequence: '没有程序来切换 VIP。',
    remedy: '请添加含有 keepalived 的软件源，然后运行：{command}',
  },
  'curl-missing': {
    fact: '没有安装 curl，节点的软件源中也没有。',
    consequence: '无法从该节点检查 VIP 是否应答。',
    remedy: '请添加含有 curl 的软件源，然后运行：{command}',
  },
  'nginx-not-packaged': {
    fact: '已安装 nginx {version}，但不是通过软件包安装的。',
    consequence: '会在它旁边再装一个 nginx。',
    remedy: '请移除它，或换成发行版的软件包，然后重新检查。',
  },
  'no-space': {
    fact: '{path} 只剩 {megabytes} MB。',
    consequence: '放不下软件包和备份。',
    remedy: '请在那里腾出至少 500 MB；软件包缓存可用 apt-get clean 或 dnf clean packages 清除',
  },
  'little-space': {
    fact: '{path} 还剩 {megabytes} MB。',
    consequence: '部署够用，但磁盘写满会使服务停止。',
    remedy: '请在那里腾出一些空间。',
  },
  // nginx
  'port-taken': {
    fact: '{process} 在监听端口 {port}（{address}）。',
    consequence: 'nginx 无法启动。',
    remedy: '请停止并禁用 {process}，或把 nginx.content 设为 keep。',
  },
  'health-port-taken': {
    fact: '{process} 在监听端口 {port}，这是 nginx 在这里的健康检查端口。',
    consequence: 'nginx 无法启动。',
    remedy: '请停止 {process}，或删除 {path} 以便改用其他端口。',
  },
  'default-site-replaced': {
    fact: '您修改过默认站点 {path}。',
    consequence: '它会被替换。',
    remedy: '请把 nginx.content 设为 keep：保留您的站点，只添加健康检查服务。',
  },
  'other-default-server': {
    fact: '您的一个站点是 80 端口的默认服务器：{paths}。',
    consequence: 'nginx 只允许一个，会拒绝新配置。',
    remedy: '请把 nginx.content 设为 keep，或在那里去掉 default_server。',
  },
  'nginx-without-confd': {
    fact: 'nginx.conf 没有包含 /etc/nginx/conf.d/*.conf。',
    consequence: '健康检查服务不会生效，所有节点都不算健康。',
    remedy: '请在 /etc/nginx/nginx.conf 的 http 块中加入：include /etc/nginx/conf.d/*.conf;',
  },
  'nothing-to-keep': {
    fact: '没有安装 nginx，因此没有可保留的配置。',
    consequence: '会安装 nginx，并显示它自己的默认页面。',
    remedy: '请先在节点上部署您的站点，或把 nginx.content 设为 welcome 或 proxy。',
  },
  'keep-proves-little': {
    fact: '健康检查请求的是 Hotpair 自己的小服务，而不是您的站点。',
    consequence: '它能发现 nginx 停止或卡死，但发现不了您的站点出错。',
    remedy: '请把 nginx.url 设为您站点的一个网址：之后会向 VIP 和每个节点请求它。',
  },
  // The machines
  'same-machine': {
    fact: '{one} 和 {other} 是同一台机器。',
    consequence: '它一旦故障，两者都没有了。',
    remedy: '请填写第二台机器的地址。',
  },
  'cloned-machine': {
    fact: '{one} 和 {other} 是彼此的克隆：{alike} 相同。',
    consequence: 'DHCP 和交换机可能把它们当成一台机器。',
    remedy: '请在其中一台上运行：rm /etc/machine-id && systemd-machine-id-setup && reboot。相同的 MAC 请在虚拟化平台上修改。',
  },
  'clocks-apart': {
    fact: '{one} 和 {other} 的时钟相差 {seconds} 秒。',
    consequence: '故障切换不受影响，但两者的日志无法对照。',
    remedy: '请在两者上运行：timedatectl set-ntp true',
  },
  'os-unsupported': {
    fact: '{os} 不属于 Debian 系，也不属于 RHEL 系。',
    consequence: 'Hotpair 不知道那里的文件和软件包应放在哪里。',
    remedy: '请使用 Debian、Ubuntu、RHEL、Rocky、AlmaLinux、CentOS 或 openEuler。',
  },
  'no-systemd': {
    fact: '{os} 没有运行 systemd。',
    consequence: '部署需要它，以便在连接断开时自行撤销。',
    remedy: '请使用由 systemd 启动的主机。',
  },
  'selinux-enforcing': {
    fact: 'SELinux 处于强制模式。',
    consequence: 'Hotpair 没有在该模式下测试过。被拒绝的操作会表现为检查始终失败。',
    remedy: '部署后请查看：ausearch -m avc -ts recent',
  },
  'selinux-proxy': {
    fact: 'SELinux 处于强制模式，而 nginx 要作为代理。',
    consequence: 'nginx 可能无法连接您的上游服务器，客户端会得到 502。',
    remedy: '请在节点上运行：setsebool -P httpd_can_network_connect 1',
  },
  'snapshot-advice': {
    fact: '该节点是虚拟机（{virtualisation}），通告每 {seconds} 秒一次。',
    consequence: '快照会让它停顿一两秒，VIP 会因此切换。',
    remedy: '请把 vrrp.advertInterval 设为 1 并去掉 vrrp.downTimerAdverts，或在运行时不做快照。',
  },
  cloud: {
    fact: '该节点运行在云上（{cloud}）。',
    consequence: '云网络不支持通过 ARP 切换 VIP；故障切换后客户端可能无法访问。',
    remedy: '请使用云自带的负载均衡或浮动地址，或询问服务商地址能否移动。',
  },
  'cloud-multicast': {
    fact: '云网络（{cloud}）不支持组播。',
    consequence: '节点听不到彼此，会同时持有 VIP。',
    remedy: '请把 vrrp.mode 设为 unicast。VIP 能否切换仍需与云服务商确认。',
  },
  'cloud-openstack': {
    fact: '该节点运行在 OpenStack 上。',
    consequence: '其端口会丢弃不属于自己地址的数据包，VIP 不会应答。',
    remedy: '请把 VIP 加到每个端口：openstack port set --allowed-address ip-address=VIP PORT',
  },
  'open-deployment': {
    fact: '部署 {deployment} 尚未结束（{state}），由 {owner} 启动。',
    consequence: '不能开始另一个部署。',
    remedy: '请先用 hotpair status 查看；若无人在处理，用 hotpair finish 结束它',
  },
  // Firewalls
  'firewall-foreign': {
    fact: '启用了 Hotpair 无法放行的防火墙：{firewalls}。',
    consequence: '通告和网页请求可能被丢弃，两个节点会同时持有 VIP。',
    remedy: '请自行放行来自其他节点的协议 112（VRRP）以及 80 端口，然后把 firewall 设为 leave。',
  },
  'firewall-foreign-left': {
    fact: '启用了未经检查的防火墙：{firewalls}。',
    consequence: '如果它丢弃 VRRP，两个节点会同时持有 VIP。',
    remedy: '请确保它放行来自其他节点的协议 112（VRRP）以及 80 端口。',
  },
  'firewall-disabled-chosen': {
    fact: '将关闭 firewalld。',
    consequence: '此后节点上的所有服务都可以从任何地方访问。',
    remedy: '请把 firewall 设为 open：只放行所需的流量。',
  },
  'firewall-leave-blocks': {
    fact: 'firewalld 没有放行来自 {peers} 的 VRRP（区域 {zone}）。',
    consequence: '节点听不到彼此，会同时持有 VIP。',
    remedy: '请把 firewall 设为 open，或在节点上运行：{commands}',
  },
  'firewall-leave-blocks-web': {
    fact: 'firewalld 没有放行 80 端口（区域 {zone}）。',
    consequence: '客户端无法访问 VIP。',
    remedy: '请把 firewall 设为 open，或在节点上运行：firewall-cmd --permanent --zone={zone} --add-service=http && firewall-cmd --reload',
  },
  'firewalld-zone-unknown': {
    fact: 'firewalld 没有说明 {interface} 属于哪个区域。',
    consequence: '不知道它放行什么。',
    remedy: '请在节点上运行：firewall-cmd --permanent --zone=public --add-interface={interface} && firewall-cmd --reload',
  },
  'firewalld-unsaved': {
    fact: 'firewalld 有正在生效但未保存的规则（区域 {zone}）：{rules}。',
    consequence: 'firewalld 重新读取配置时会丢失，而放行操作会触发重新读取。',
    remedy: '如需保留，请在节点上运行：firewall-cmd --runtime-to-permanent',
  },
})
