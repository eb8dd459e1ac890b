import { issueCatalogue } from './catalogue'
import type { expectedEn, issuePlaceEn } from './issues.en'

export const issuesZhCN = issueCatalogue({
  name: '请使用 1 到 32 个字母、数字或连字符，首尾不能是连字符。',
  'ssh-address': '请填写主机名或 IP 地址，例如 198.51.100.11 或 web1.example.org。',
  user: '请填写主机上的用户名。',
  'key-file': '请指定私钥文件，或使用 auth: agent。',
  sudo: '非 root 用户需要 sudo: password 或 sudo: nopassword。',
  interface: '请填写网卡名称，最多 15 个字符，例如 ens33。',
  vip: '请填写 IPv4 地址，例如 198.51.100.199/24。',
  'vip-v6': '暂不支持 IPv6 VIP，请填写 IPv4 地址。',
  'router-id': '请填写 1 到 255 之间的整数。',
  'whole-seconds': 'VRRP 第 2 版只支持整数秒；请使用第 3 版，或填写整数。',
  'paused-and-preempt': '设为 preempt: true 时，暂停过的节点本来就会取回 VIP；请去掉该设置。',
  upstream: '请填写 主机:端口，例如 198.51.100.31:8080。',
  'upstream-port': '端口应在 1 到 65535 之间。',
  'few-nodes': '热备组至少要有两个节点。',
  'no-vip': '请至少填写一个 VIP。',
  'same-names': '有两个节点的名称相同。',
  'same-addresses': '有两个节点的地址和端口相同。',
  'same-priorities': '有两个节点的优先级相同；网络中断恢复后，客户端会有数秒无法访问 VIP。',
  'same-vips': '有一个 VIP 写了两次。',
  missing: '缺少这项设置。',
  'wrong-type': '这里应为{expected}。',
  'one-of': '只能是以下之一：{allowed}。',
  'too-small': '不能小于 {limit}。',
  'too-big': '不能大于 {limit}。',
  'too-few': '至少需要 {limit} 项。',
  'too-many': '最多 {limit} 项。',
  'too-short': '至少需要 {limit} 个字符。',
  'too-long': '最多 {limit} 个字符。',
  'unknown-setting': '没有这项设置。',
  url: '请填写以 http:// 或 https:// 开头的网址。',
  invalid: '内容无效。',
})

export const expectedZhCN = {
  text: '文本',
  number: '数字',
  'whole-number': '整数',
  'yes-or-no': ' true 或 false',
  list: '列表',
  group: '一组设置',
  value: '其他值',
} satisfies typeof expectedEn

export const issuePlaceZhCN = { line: '{field}{text}（第 {line} 行）', more: '……另有 {more} 处' } satisfies typeof issuePlaceEn
