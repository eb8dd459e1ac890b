import type { filesEn } from './files.en'

export const filesZhCN = {
  ENOENT: '文件或文件夹不存在',
  EACCES: '没有访问权限',
  EPERM: '系统不允许此操作',
  EISDIR: '这是一个文件夹',
  ENOTDIR: '路径中有一部分不是文件夹',
  EEXIST: '已有同名的文件或文件夹',
  ENOSPC: '磁盘空间不足',
  EDQUOT: '磁盘配额已用完',
  EROFS: '文件系统为只读',
  EIO: '磁盘读写出错',
  ELOOP: '符号链接形成了循环',
  EMFILE: '打开的文件过多',
  ENAMETOOLONG: '名称过长',
  'not-regular': '它不是普通文件，而是管道、套接字或设备',
  'too-large': '文件太大',
  other: '{detail}',
} as const satisfies Record<keyof typeof filesEn, string>
