import type * as en from './why.en'

export const whyReasonsZhCN = {
  'nginx-stopped': '{node} 上的 nginx 被停止。',
  'nginx-restarted': '{node} 上的 nginx 被重启，为此事先让出了 VIP。',
  'nginx-killed': '{node} 上的 nginx 被强行终止（信号 {signal}）。',
  'nginx-crashed': '{node} 上的 nginx 崩溃（信号 {signal}）。',
  'nginx-failed': '{node} 上的 nginx 退出，或无法启动。',
  'nginx-hung': '{node} 上的 nginx 仍在运行，但没有及时给出正常应答。',
  'check-failed': '{node} 上的 nginx 仍在运行，但 keepalived 的健康检查失败。',
  'keepalived-stopped': '{node} 上的 keepalived 被停止。',
  'keepalived-restarted': '{node} 上的 keepalived 被重启。',
  'keepalived-killed': '{node} 上的 keepalived 被强行终止（信号 {signal}）。',
  'keepalived-crashed': '{node} 上的 keepalived 意外退出。',
  'keepalived-paused': '{node} 上的 keepalived（或整台主机）有 {seconds} 秒没有运行。',
  'host-shut-down': '{node} 被关机或重启。',
  'host-lost': '{node} 断电或崩溃。',
  'interface-down': '{node} 的接口 {interface} 断开。',
  'not-heard': '各节点之间的 VRRP 通信中断，{node} 仍是主节点。',
  silent: '收不到 {node} 的通告；没有记录说明原因。',
  released: '{node} 让出了 VIP；没有记录说明原因。',
  'higher-priority': '{node} 的优先级更高，因此取得 VIP（抢占）。',
  'split-ended': '各节点恢复通信，VIP 留在 {node}。',
  started: '{node} 上的 keepalived 启动，当时没有其他节点持有 VIP。',
  recovered: '{node} 恢复，当时没有其他节点持有 VIP。',
  unknown: '没有记录说明原因。',
} satisfies typeof en.whyReasonsEn

export const whyNotesZhCN = {
  booted: '它在 {time} 重新启动。',
  drill: '当时正在进行故障演练。',
  unheard: '没有收到 VRRP 通告：请检查它们之间的防火墙规则和网络。',
  both: '两者同时持有 VIP。',
} satisfies typeof en.whyNotesEn

export const vrrpErrorsZhCN: typeof en.vrrpErrorsEn = {
  password: '各节点的 VRRP 密码不同。',
  'auth-type': '各节点的 VRRP 认证方式不同。',
  interval: '各节点的通告间隔不同。',
  version: '各节点的 VRRP 版本不同。',
  vips: '各节点的 VIP 列表不同。',
  'cannot-send': '通告无法发出：被防火墙的出站规则或网络阻断。',
}

export const whyNotZhCN: typeof en.whyNotEn = {
  unreachable: '无法检查',
  'not-deployed': 'Hotpair 没有在该节点上部署过',
  'keepalived-stopped': 'keepalived 没有运行',
  'nginx-stopped': 'nginx 没有运行',
  fault: 'keepalived 认为该节点有故障：健康检查失败，或接口断开',
  'lower-priority': '备节点，优先级较低',
  stays: '备节点；该节点的优先级更高，但 VIP 留在原处（不抢占）',
  'about-to-take': '可以接管 VIP，应在几秒内接管',
}

export const journalsZhCN: typeof en.journalsEn = {
  kept: '',
  'until-reboot': '{node} 的日志只保存在内存中：每次重启都会丢失。',
  none: '{node} 没有日志，或日志为空：无法得知那里发生过什么。',
}
