import type { failures as en } from '../en/failures'
import type { Translation } from '../messages'

export const failures = {
  pairInvalid: '请改正文件中的上述字段，然后重新打开。',
  pairUnreadable: '请检查路径和文件，然后重新打开。',
  secretMissing: '请在“主机”步骤中填写，然后重试。',
  keyUnreadable: '请选择其他私钥文件，或修正其权限。',
  keyPassphrase: '请输入正确的口令，或把私钥加入 SSH 代理并选择“SSH 代理”。',
  keyUnsupported: '请用“ssh-keygen -p -f FILE”转换格式，或选择“SSH 代理”。',
  usage: '请返回后重试。',
  nameNotFound: '请检查地址和 DNS。',
  portRefused: '请检查该主机是否运行 sshd，以及端口是否正确。',
  agentMissing: '请启动 SSH 代理并用“ssh-add”加入私钥，或选择私钥文件。',
  hostKeyUnknown: '请与主机上的指纹核对，一致后再接受。',
  knownHostsUnreadable: '请修正该文件，然后重试。',
  connectionLost: '请检查网络和主机，然后重试。',
  sudoPassword: '请在“主机”步骤中填写正确的 sudo 密码。',
  storeFailed: '请检查磁盘空间和该文件夹的权限，然后重试。',
  locked: '请等待它结束；如果一直没有完成，请在热备组页面完成部署。',
  unfinished: '请在热备组页面完成部署。',
  nothingToUndo: '请在热备组页面查看各节点的状态。',
  undoFailed: '请查看这里列出的主机，然后再次撤销：会从中断处继续。',
  drillRefused: '只有健康的热备组才能开始故障演练：请先验证。',
  drillFailed: '节点会在一分钟内自行恢复；之后请验证热备组。',
  keychain: '请解锁钥匙串，或仅在本次会话中保留凭据。',
} as const satisfies Translation<typeof en>
