import type { problems as en } from '../en/problems'
import type { Translation } from '../messages'

export const problems = {
  name: '请使用 1 到 32 个字母、数字或连字符，首尾不能是连字符。',
  nameTwice: '已有另一个节点使用这个名称。',
  nameTaken: '已有同名的热备组。',
  address: '请输入主机名或 IP 地址，例如 198.51.100.11 或 web1.example.org。',
  addressTwice: '已有另一个节点使用这个地址和端口。',
  port: '请输入 1 到 65535 之间的数字。',
  user: '请输入该主机上的用户名。',
  keyFile: '请输入私钥文件的路径。',
  interface: '请选择一个网卡。',
  priorityTwice: '有两个节点的优先级相同。',
  vip: '请输入 IPv4 地址，例如 198.51.100.199。',
  vip6: '暂不支持 IPv6；请输入 IPv4 地址。',
  vipTwice: '这个地址重复填写了。',
  routerId: '请输入 1 到 255 之间的整数。',
  upstream: '请按 HOST:PORT 的格式输入，例如 198.51.100.31:8080。',
  url: '请输入以 http:// 或 https:// 开头的网址。',
  interval: 'VRRPv2 只支持整数秒。',
  other: '输入无效。',
} as const satisfies Translation<typeof en>
