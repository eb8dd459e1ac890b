import type { parts as en } from '../en/parts'
import type { Translation } from '../messages'

export const parts = {
  readAt: '{time} 从主机读取，{ago}。',
  copy: '复制',
  copied: '已复制',
  copyOf: '复制 {what}',
  close: '关闭',
  cancel: '取消',
  advanced: '高级',
  justNow: '刚刚',
  working: '正在处理……',
  error: '错误',
  warning: '警告',
  info: '提示',
  remedy: '处理办法',
  details: '详情',
  showPassword: '显示输入的内容',
  hidePassword: '隐藏输入的内容',
  progress: '{done} / {total}',
} as const satisfies Translation<typeof en>
