import type * as en from './drills.en'

export const drillGroupsZhCN = {
  nginx: 'nginx',
  keepalived: 'keepalived',
  network: '网络',
  host: '整台主机',
} satisfies typeof en.drillGroupsEn

export const outcomesZhCN = {
  moves: { named: '应切换到 {node}', plain: '应切换到另一个节点' },
  stays: { named: '应留在 {node}', plain: '应留在原处' },
  nobody: { named: '不应有节点持有 VIP', plain: '不应有节点持有 VIP' },
  several: { named: '互相听不到的节点应各自持有 VIP', plain: '互相听不到的节点应各自持有 VIP' },
  any: { named: '可由任一节点持有 VIP', plain: '可由任一节点持有 VIP' },
} satisfies typeof en.outcomesEn

export const drillVerdictsZhCN = { passed: '通过', failed: '失败', skipped: '已跳过' } satisfies typeof en.drillVerdictsEn

export const recordUnitsZhCN = {
  keepalived: 'keepalived',
  nginx: 'nginx',
  hotpair: 'Hotpair',
  system: '系统',
} satisfies typeof en.recordUnitsEn

export const drillSettingsZhCN = {
  'advert-interval': '通告间隔（秒）',
  'down-adverts': '丢失几个通告后接管',
  'real-time': 'keepalived 的实时优先级',
  'vrrp-version': 'VRRP 版本',
  order: '优先级',
  preempt: '恢复后 VIP 切回',
  mode: '通告方式',
  'nginx-failure': 'nginx 故障时',
  content: 'nginx 提供的内容',
} satisfies typeof en.drillSettingsEn

export const settingValuesZhCN = {
  true: '是',
  false: '否',
  multicast: '组播',
  unicast: '单播',
  release: '该节点让出 VIP',
  'stop-keepalived': '停止 keepalived',
  welcome: '欢迎页面',
  proxy: '反向代理',
  keep: '自有站点',
} satisfies typeof en.settingValuesEn

export const comparedFiguresZhCN = {
  verdict: '结果',
  downtime: '服务中断时间',
  detected: '检测用时',
  takeover: '接管用时',
  failed: '失败的请求',
  bound: '按设置的上限',
} satisfies typeof en.comparedFiguresEn

export const changesOfFiguresZhCN = { better: '改善', worse: '变差', same: '相同' } satisfies typeof en.changesOfFiguresEn

export const phasesOfReportZhCN = { break: '故障期间', recover: '恢复之后' } satisfies typeof en.phasesOfReportEn

export const reportZhCN = {
  title: '{pair} 的故障演练报告',
  made: '由 Hotpair {version} 于 {when} 生成。VIP：{vips}。',
  allPassed: '所有故障的结果均符合预期。',
  someFailed: '部分故障的结果不符合预期。',
  allSkipped: '没有任何故障能够模拟。',
  summary: '概要',
  settings: '设置',
  setting: '设置项',
  value: '值',
  fault: '故障',
  node: '节点',
  expected: '预期',
  before: '之前',
  after: '之后',
  downtime: '服务中断时间',
  bound: '上限',
  failed: '失败的请求',
  verdict: '结果',
  phase: '阶段',
  started: '开始于 {when}，用时 {time}。',
  because: '{verdict}：{reason}',
  ofNode: '{node}：{text}',
  detected: '检测用时',
  detectedHint: '从故障发生到 keepalived 首次改变状态，以各节点的日志为准',
  takeover: '接管用时',
  takeoverHint: '从那时起到首个正常应答',
  requests: '{asked} 个中的 {failed} 个',
  errors: '请求失败的原因',
  error: '错误',
  count: '请求数',
  otherErrors: '其他',
  latency: '正常应答用时',
  latencyOf: '中位数 {median}，99% 在 {slow} 以内',
  none: '无',
  unknown: '–',
  chart: '由谁提供服务：{text}',
  chartPart: '{from} 至 {to}：{node}',
  chartNobody: '{from} 至 {to}：服务中断',
  chartMore: '{text}；……',
  chartNothing: '没有发送请求',
  detail: '切换的瞬间',
  legendNobody: '服务中断',
  legendRecord: '日志行',
  labelFault: '× {node}：{fault}',
  labelAnswers: '{node} 提供服务',
  labelHealed: '{node} 已恢复',
  records: '故障前后各节点的日志',
  recordsMore: '此处省略了 {count} 行，JSON 格式的报告中有全部内容。',
  marks: '事件',
  when: '时间',
  what: '事件',
  unit: '来源',
  line: '内容',
  clocks: '时钟',
  clockOf: '{node} 的时钟比本机快 {offset}，误差 ± {error}。',
  clockBehind: '{node} 的时钟比本机慢 {offset}，误差 ± {error}。',
  clockLead: '日志的时间已换算为本机时钟，误差以此处所示为限。',
  accuracy:
    '服务中断时间是指通过 VIP 得不到正常应答的最长时间：从中断前最后一个正常应答，到中断后第一个正常应答。约每 {every} 毫秒发送一次请求，服务中断时间的误差即为该间隔。',
  seconds: '{count} 秒',
  milliseconds: '{count} 毫秒',
} as const satisfies Readonly<Record<keyof typeof en.reportEn, string>>
