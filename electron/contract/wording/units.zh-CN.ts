import type { unitDoneEn, unitEffectsEn, unitNotesEn, unitQuestionsEn, unitRefusalsEn } from './units.en'

export const unitQuestionsZhCN: typeof unitQuestionsEn = {
  start: '启动 {node} 上的 {unit}？',
  stop: '停止 {node} 上的 {unit}？',
  restart: '重启 {node} 上的 {unit}？',
}

export const unitDoneZhCN: typeof unitDoneEn = {
  start: '{node} 上的 {unit} 已启动。',
  stop: '{node} 上的 {unit} 已停止。',
  restart: '{node} 上的 {unit} 已重启。',
}

export const unitEffectsZhCN: typeof unitEffectsEn = {
  nothing: '对客户端没有影响。',
  break: '发往 {vips} 的请求可能会短暂失败。',
  moves: 'VIP 会切换到 {to}；切换完成之前，发往 {vips} 的请求可能失败。',
  returns: 'VIP 会先切换到 {to}，随后切回；期间发往 {vips} 的请求可能失败。',
  gap: '没有其他节点可以接管 VIP：{vips} 将服务中断约 {seconds} 秒。',
  outage: '没有节点可以接管 VIP：{vips} 将服务中断，直到再次启动为止。',
  'still-none': '目前没有节点持有 VIP，此操作也不会改变这一点：{vips} 仍处于服务中断。',
  answers: '{vips} 恢复服务，由 {to} 提供服务。',
  unknown: '目前无法确定由哪个节点持有 VIP，或者 VIP 即将切换：无法预知 {vips} 的客户端会受到什么影响。',
}

export const unitNotesZhCN: typeof unitNotesEn = {
  'started-again': 'keepalived 的健康检查会在几秒内重新启动 nginx：该热备组设置如此。',
  'no-standby-left': '在再次启动之前，没有其他节点可以接管。',
  unseen: '没有应答的节点按无法接管计算。',
}

export const unitRefusalsZhCN = {
  working: '该热备组正在进行其他操作。',
  'node-unreachable': '{node} 没有应答。',
  'deployment-open': '有一次部署尚未完成，请先完成它。',
  'not-deployed': 'Hotpair 没有在 {node} 上部署过。',
  'not-installed': '该节点没有安装 {unit}。',
  'already-running': '它已在运行。',
  'already-stopped': '它已停止。',
  changed: '热备组的状态与询问您时不同，对客户端的影响也会不同。',
} satisfies typeof unitRefusalsEn
