import type { calibrationEn, calibrationProblemsEn, faultsOfProfilesEn, profileNamesEn, recommendationsEn } from './profiles.en'

type Words<T> = Readonly<Record<keyof T, string>>

export const profileNamesZhCN = {
  compatible: '兼容',
  fast: '快速',
  calibrated: '按实测设置',
  own: '自定义设置',
} satisfies Words<typeof profileNamesEn>

export const recommendationsZhCN = {
  steady: '没有可能被暂停的虚拟机，可以使用快速设置。',
  'virtual-machine': '{nodes} 是虚拟机。快照会让它停顿一两秒，除非允许这么久收不到通告，否则 VIP 会切换。',
  cloud: '{nodes} 是云主机，运行中可能被暂停或迁移。',
  'machine-unknown': '不清楚 {nodes} 是不是可能被暂停的虚拟机。',
  unknown: '对 {nodes} 了解得还不够，不能选用更快的设置。',
} satisfies Words<typeof recommendationsEn>

export const faultsOfProfilesZhCN = {
  planned: '停止 keepalived、计划内切换',
  'nginx-dead': 'nginx 退出',
  'nginx-hangs': 'nginx 无响应',
  'node-gone': '断电或断网',
} satisfies Words<typeof faultsOfProfilesEn>

export const calibrationZhCN = {
  direction: '{from} → {to}：收到 {heard} 个通告，丢失 {lost} 个；最迟的晚到 {worst} 毫秒，99.9% 不超过 {usual} 毫秒。',
  idle: '测量了 {seconds} 秒。',
  loaded: '在处理器满载时测量了 {seconds} 秒。',
  realTime: '使用实时优先级，与 keepalived 运行时相同。',
  noRealTime: '未使用实时优先级：不是每台主机都允许。',
  bears: '这组设置可以承受连续丢失 {lost} 个通告，另外还可以晚到 {room} 毫秒；实测最迟的是 {worst} 毫秒。',
  silent: '持有 VIP 的节点突然失联时，客户端最多 {ms} 毫秒得不到响应。',
  risk: '这段时间里没有发生的情况无从得知：更长的停顿会在没有故障时也让 VIP 切换。',
  riskIdle: '这段时间里没有发生的情况无从得知，也没有测量负载下的情况：更长的停顿会在没有故障时也让 VIP 切换。加上负载测量会更可靠。',
  unsteady: '通告最多晚到 {worst} 毫秒：在这里比“兼容”更快的设置都不可靠。',
} satisfies Words<typeof calibrationEn>

export const calibrationProblemsZhCN = {
  'no-tool': '{node} 上既没有 perl 也没有 python3，测量需要其中之一。',
  silent: '{to} 没有收到来自 {from} 的通告。两者之间有设备丢弃了热备组需要的 VRRP（IP 协议 112）。',
  sparse: '{to} 收到的来自 {from} 的通告不到一半，不足以据此选择。',
} satisfies Words<typeof calibrationProblemsEn>
