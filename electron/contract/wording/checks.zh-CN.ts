import type * as en from './checks.en'

export const checksZhCN = {
  'node-answers': { what: '{subject} 在自己的地址上应答', why: '只有自身能应答的节点才能接管。' },
  'one-holder': { what: '有且仅有一个节点持有 {subject}', why: '没有主节点时服务中断；有两个时，客户端会随机访问到其中一个。' },
  'vip-answers': { what: '{subject} 由主节点提供服务', why: '这就是您的客户端看到的结果。' },
} satisfies typeof en.checksEn

export const checkReasonsZhCN = {
  'no-curl': '{from} 上没有 curl。',
  'no-answer': '没有应答：{detail}',
  'bad-status': '应答的 HTTP 状态码为 {status}。',
  'upstream-failed': 'nginx 有应答，但它的上游服务器没有（HTTP 状态码 {status}）。',
  'no-node-header': '应答的不是这个热备组的站点：其中没有说明是哪个节点（X-Hotpair-Node）。',
  'wrong-node': '应答的是 {answered}，而不是 {expected}。',
  'unknown-node': '应答的是 {answered}，它不是这个热备组的节点。',
  'different-site': 'VIP 显示的内容与 {holder} 在自己的地址 {address} 上显示的不同。',
  'no-holder': '没有节点持有它。',
  'two-holders': '多个节点同时持有它：{holders}。VRRP 在它们之间不通，或者设置不一致。',
  'not-read-everywhere': '在 {nodes} 上无法读取。',
  'node-lost': '无法检查 {from}：{failure}。',
  'operator-not-on-link': '从本机没有得到应答，但两者之间隔着路由器；已另外从各节点验证。',
  'operator-no-curl': '本机没有 curl；已另外从各节点验证。',
} satisfies typeof en.checkReasonsEn

export const lossesZhCN = {
  unreachable: '无法连接',
  'connection-lost': '连接已断开',
  timeout: '没有及时应答',
  'fact-unreadable': '无法理解它的应答',
  'sudo-password': 'sudo 拒绝了密码',
  'command-failed': '在该节点上执行命令失败',
  other: '途中发生错误',
} satisfies typeof en.lossesEn

export const checkNotesZhCN = {
  'certificate-not-checked': '没有检查证书（-k）。',
  'body-varies': '页面每次请求都不同，因此只比较了状态码。',
} satisfies typeof en.checkNotesEn

export const drillKindsZhCN = {
  'nginx-stop': { name: '停止 nginx', what: '在主节点上执行 systemctl stop nginx，然后再启动' },
  'nginx-unrestartable': { name: 'nginx 无法启动', what: '在主节点上停止 nginx 并使其无法启动，然后恢复' },
  'nginx-crash': { name: 'nginx 崩溃', what: '杀死主节点上的所有 nginx 进程（SIGKILL），由 systemd 重新启动' },
  'nginx-hang': { name: 'nginx 无响应', what: '在主节点上暂停 nginx 的所有进程（SIGSTOP），然后让其继续运行' },
  'nginx-5xx': { name: 'nginx 返回错误', what: '主节点上的 nginx 在一段时间内返回 503' },
  'nginx-slow': { name: 'nginx 响应缓慢', what: '主节点上的 nginx 在一段时间内每秒只发送一个字节' },
  'check-broken': { name: '健康检查损坏', what: '主节点上的 nginx 正常，但健康检查报告失败，然后恢复' },
  'all-sick': { name: '所有 nginx 停止', what: '停止所有节点上的 nginx：此时不应有节点持有 VIP；然后再启动' },
  'keepalived-stop': { name: '停止 keepalived', what: '在主节点上执行 systemctl stop keepalived，然后再启动' },
  'keepalived-kill': { name: 'keepalived 被杀死', what: '杀死主节点上的 keepalived（SIGKILL），由 systemd 重新启动' },
  'keepalived-freeze': { name: 'keepalived 卡死', what: '暂停主节点上的 keepalived（SIGSTOP），然后让其继续运行' },
  reload: { name: '重新加载 keepalived', what: '在主节点上执行 systemctl reload keepalived：VIP 不应切换' },
  'vip-deleted': { name: 'VIP 被删除', what: '从主节点的网卡上删除 VIP：keepalived 应将其补回，或由其他节点接管' },
  'vrrp-blocked-one-way': { name: 'VRRP 单向被拦截', what: '其他节点像防火墙那样丢弃收到的 VRRP 通告，然后放行' },
  'vrrp-blocked': { name: 'VRRP 被拦截（脑裂）', what: '所有节点像防火墙那样丢弃收到的 VRRP 通告，然后放行' },
  'clock-jump': { name: '时钟跳变', what: '把主节点的时钟拨快两分钟再拨回：VIP 不应切换' },
  'power-loss': { name: '模拟断电', what: '丢弃主节点除 SSH 以外的所有数据包，然后放行' },
  'link-flapping': { name: '网卡反复断开', what: '主节点的网卡断开又恢复三次，期间无法通过 SSH 连接' },
  'link-down': { name: '网卡断开', what: '断开主节点的网卡；在它自行恢复之前无法通过 SSH 连接' },
  reboot: { name: '重启主机', what: '重启主节点；它应能自行恢复' },
  seed: { name: '来回切换', what: '模拟主节点故障并恢复，再模拟接管的节点故障并恢复' },
} satisfies typeof en.drillKindsEn

export const drillPhasesZhCN = { break: '模拟 {node} 故障', recover: '恢复 {node}' } satisfies typeof en.drillPhasesEn

export const marksZhCN = {
  armed: '{node} 会自行恢复',
  injected: '{node} 发生故障',
  silent: '服务中断',
  answering: '{node} 提供服务',
  healed: '{node} 已恢复',
  recovered: '{node} 稳定提供服务',
  nobody: '如预期，没有节点持有 VIP',
  several: '如预期，多个节点同时持有 VIP',
  watched: 'VIP 没有再次切换',
} satisfies typeof en.marksEn

export const auditFindingsZhCN = {
  leftover: '{kind} 之后，{node} 上仍有残留：{text}',
  'changed-file': '{kind} 之后，{node} 上的 {text} 与之前不同。',
  complaint: '{kind} 期间，{node} 上的 keepalived 报告：{text}',
  'not-audited': '{kind} 之后无法检查 {node}。',
} satisfies typeof en.auditFindingsEn

export const drillReasonsZhCN = {
  'not-answering': '{expected} 没有及时应答。',
  moved: 'VIP 本应留在原处，却发生了切换。',
  'no-holder': '之后没有节点持有 VIP。',
  'two-holders': '之后多个节点同时持有 VIP。',
  'holder-unknown': '无法确定由哪个节点持有 VIP。',
  'not-injected': '故障未能在 {node} 上生效。',
  'too-slow': '用时超过了当前设置应有的上限。',
  'not-split': '各节点互相听不到，却只有一个节点持有 VIP。',
  'still-held': '所有节点的 nginx 都不应答，却仍有节点持有 VIP。',
  'not-possible': '{node} 缺少制造该故障所需的条件，或不允许这样做；未做任何改动。',
  'not-recovered': '{node} 没有恢复到原来的健康状态。',
} satisfies typeof en.drillReasonsEn

export const refusalsZhCN = {
  'nginx-not-active': '{node} 上的 nginx 没有运行（{detail}）。',
  'nginx-not-answering': '{node} 上的 nginx 应答不正常（{detail}）。',
  'keepalived-not-active': '{node} 上的 keepalived 没有运行（{detail}）。',
  'no-holder': '没有节点持有 VIP。',
  'two-holders': '多个节点同时持有 VIP：{detail}。',
  'drill-open': '{node} 上的另一次故障演练尚未恢复；它会在一分钟内自行恢复（{detail}）。',
  'operator-not-on-link': '本机无法访问 VIP（{detail}），无法观察结果。请在节点所在的网络中运行 Hotpair。',
  'vip-silent': 'VIP 没有正常应答（{detail}）。',
} as const satisfies Readonly<Record<keyof typeof en.refusalsEn, string>>

export const nodeStatesZhCN = {
  healthy: '健康',
  'nginx-failed': 'nginx 故障',
  'keepalived-stopped': 'keepalived 已停止',
  down: '宕机',
} satisfies typeof en.nodeStatesEn

export const afterwardsZhCN = {
  'goes-back': '全部恢复健康后切回 {returned}',
  stays: '其他节点恢复后仍留在 {holder}',
  'redundancy-gone-until-keepalived-is-started': 'keepalived 已被停止：需要手动启动',
  'no-standby-left': '此时没有其他节点可以接管',
  'nobody-answers': '服务中断',
  'failed-node-keeps-vip': 'nginx 故障的节点仍持有 VIP，尽管另有健康的节点',
} satisfies typeof en.afterwardsEn
