import type { aspectsEn, changesEn, conditionsOfAspectsEn, valuesEn } from './values.en'

export const valuesZhCN = {
  thePair: '热备组',
  list: '、',
  clauses: '；',
  unknown: '未知',
  none: '无',
  method: { password: '密码', key: '私钥', agent: 'SSH 代理' },
  task: {
    'pair.deploy': '部署',
    'pair.undo': '撤销',
    'pair.drill': '故障演练',
    'pair.verify': '验证',
    'pair.unit': '服务的启动、停止或重启',
  },
  what: { 'no-link': '没有链路', off: '处于关闭状态' },
  check: '{what}（从 {from} 检查）：{reason}',
  operator: '本机',
} satisfies typeof valuesEn

export const aspectsZhCN = {
  system: '操作系统',
  machine: '机器',
  hostname: '主机名',
  interface: '网卡 {subject}',
  'ssh-interface': 'SSH 所用的网卡',
  'package-manager': '软件包管理器',
  version: '{subject} 的版本',
  unit: '单元 {subject}',
  sites: 'nginx 的站点',
  'default-site': 'Debian 的默认站点',
  'conf-d': 'nginx.conf 对 conf.d 的包含',
  ports: '占用的端口',
  firewalld: 'firewalld 的状态',
  zones: 'firewalld 的区域',
  rules: 'firewalld 的规则',
  'permanent-rules': 'firewalld 的永久规则',
  ufw: 'ufw 的状态',
  nftables: 'nftables 的表',
  iptables: 'iptables 的规则',
  selinux: 'SELinux 的模式',
  file: '文件 {subject}',
} satisfies typeof aspectsEn

export const conditionsOfAspectsZhCN = {
  none: '无',
  unknown: '未知',
  absent: '不存在',
  masked: '已屏蔽',
  'not-masked': '未屏蔽',
  stock: '原样或不存在',
  changed: '您修改过',
  yes: '有',
  no: '没有',
  active: '已启用',
  'not-active': '未启用',
  some: '有规则',
} satisfies typeof conditionsOfAspectsEn

export const changesZhCN = {
  told: '{aspect}：{from} → {to}',
  new: '{aspect}是新增的',
  gone: '{aspect}已不存在',
  changed: '{aspect}已改变',
} satisfies typeof changesEn
