import type * as en from './deployment.en'

export const doingsZhCN = {
  'remember-unit': '记下 {subject} 当前的状态，供回滚使用',
  'mask-units': '安装期间不让 {subject} 启动',
  'install-packages': '安装 {subject}',
  'unmask-units': '允许重新启动 {subject}',
  'disable-units': '配置完成之前不让 {subject} 开机启动',
  'take-password': '接收 VRRP 密码（不显示）',
  'keep-files': '备份所有将要改动的内容',
  'check-nginx': '让 nginx 检查完整的新配置',
  'check-keepalived': '让 keepalived 检查完整的新配置',
  'try-check-script': '按 keepalived 的运行方式试运行健康检查',
  'write-file': '写入 {subject}',
  'set-attributes': '设置 {subject} 的权限和属主',
  'remove-file': '删除 {subject}',
  'write-password': '将 VRRP 密码写入 {subject}（不显示）',
  'open-firewall-now': '在防火墙中放行：{subject}',
  'open-firewall-always': '在防火墙中永久放行（重启后仍有效）：{subject}',
  'switch-off-firewall': '关闭 {subject}',
  'reload-systemd': '让 systemd 读取新文件',
  'enable-unit': '设置 {subject} 开机启动',
  'start-unit': '启动 {subject}',
  'stop-unit': '停止不再需要的 {subject}',
  'reload-unit': '让 {subject} 读取新配置',
  'wait-for-nginx': '等待 nginx 通过健康检查',
  'wait-for-keepalived': '等待 keepalived 稳定运行',
  'enable-recovery': '确保重启后会自动回滚',
  earlier: '{subject}',
} satisfies typeof en.doingsEn

export const effectsZhCN = {
  none: '客户端无感知',
  reload: '连接不中断',
  restart: '已有连接会中断',
  'moves-vip': 'VIP 会切换',
} satisfies typeof en.effectsEn

export const journalEventsZhCN = {
  do: '{doing}',
  unchanged: '无需改动：{doing}',
  back: '回滚：{doing}',
  stuck: '无法回滚：{doing}',
  begin: '开始（{text}）',
  output: '│ {text}',
  why: '原因：{why}',
  warn: '注意：{warning}',
  failed: '失败：{fault}',
  end: '结束：{state}',
  lost: '意外中止：{state}',
} satisfies typeof en.journalEventsEn

export const beginningsZhCN = {
  commit: '{text} 秒内收不到指令就自动回滚',
  found: '当时的状态：{text}',
} satisfies typeof en.beginningsEn

export const verbsZhCN = {
  prepare: '准备',
  commit: '启用',
  hold: '保持',
  confirm: '确认',
  rollback: '回滚',
  expire: '超时',
  recover: '恢复',
  undo: '撤销',
} satisfies typeof en.verbsEn

export const faultsZhCN = {
  'no-space': '磁盘空间不足',
  'dead-man-not-armed': '无法设置自动回滚定时器（systemd-run）',
  'recovery-not-enabled': '无法启用开机恢复',
  'recovery-gone': '开机恢复单元已不存在',
  'step-failed': '这一步失败了：{doing}',
  'not-back': '无法回滚；请查看 {subject} 中的日志',
  earlier: '{subject}',
  killed: '在节点上被强行终止',
  'not-started': '在节点上没有启动',
} satisfies typeof en.faultsEn

export const becauseZhCN = '{fault}：{why}'

export const whysZhCN = {
  'not-included': 'nginx 不会读取 {subject}；nginx.conf 没有包含它所在的目录',
  'no-good-answer': '{subject} 尝试 {value} 次都没有得到正常响应',
  'no-version': '{subject} 没有给出版本号',
  'test-ended': '{subject} 以状态 {value} 结束',
  'test-complained': '{subject} 报告了问题',
  'empty-file': '{subject} 是空文件',
  'password-missing': '缺少 {subject}，也没有提供 VRRP 密码',
  'password-unusable': 'keepalived 不接受这个 VRRP 密码（{subject}）',
  'address-missing': '{subject} 上没有 {value}',
  'not-running': '{subject} 的状态为 {value}',
  'check-refuses': '健康检查服务正常响应时，{subject} 却以状态 {value} 结束',
  'check-blind': '没有任何响应时，{subject} 以状态 {value} 结束；应为 1',
  planted: '{subject} 路径上的 {value} 是一个不属于 root 的链接',
  'not-kept': '无法备份 {subject}（磁盘空间不足，或部署包已损坏）',
  'no-space': '{subject} 所在的磁盘空间不足',
} satisfies typeof en.whysEn

export const warningsZhCN = {
  'changed-since': '{subject} 在部署之后被修改过；副本保存在 {copy}',
  earlier: '{subject}',
} satisfies typeof en.warningsEn

export const standingsZhCN = {
  none: '没有此次部署的任何内容',
  preparing: '正在准备',
  prepared: '已准备；运行中的服务尚未改动',
  committing: '正在启用',
  committed: '已启用、未确认；会自动回滚',
  held: '已启用并通过验证，等待确认',
  confirmed: '已确认',
  'rolling-back': '正在回滚',
  'rolled-back': '已回滚',
  'rollback-failed': '无法回滚',
  undoing: '正在撤销',
  undone: '已撤销',
  unreachable: '无法连接',
  sick: '服务可能没有运行；请查看“systemctl status nginx keepalived”',
} satisfies typeof en.standingsEn

export const stagesZhCN = {
  prepare: { title: '准备：所有节点同时进行', lead: '运行中的服务不受影响。此阶段任何失败都会结束部署。' },
  commit: { title: '启用 {nodes}', lead: '从此刻起，节点收不到指令就会自动回滚。' },
  verify: { title: '验证', lead: '从每个节点和本机用 curl 访问所有节点和 VIP；有且仅有一个节点可以持有 VIP。' },
  hold: { title: '保持', lead: '通知所有节点保持新配置：不再自动回滚。' },
  confirm: { title: '确认', lead: '只有全部节点都已保持，才会通知确认。在此之前任何失败都会使全部节点回滚。' },
} satisfies typeof en.stagesEn

export const conditionsZhCN = {
  state: '全部完成后继续。',
  'sole-holder': '待 {node} 独自持有 VIP 后继续。',
  verified: '所有验证通过后继续。',
} satisfies Record<keyof typeof en.conditionsEn, string>
