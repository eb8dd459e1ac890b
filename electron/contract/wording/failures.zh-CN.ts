import { failureCatalogue } from './catalogue'
import { refusalsZhCN } from './checks.zh-CN'
import type { hostsEn } from './failures.en'
import { filesZhCN } from './files.zh-CN'
import { unitRefusalsZhCN } from './units.zh-CN'

export const failuresZhCN = failureCatalogue({
  'pair-invalid': { what: '热备组文件 {file} 无效：\n{issues}', next: '请改正上述字段；“hotpair schema” 会列出允许的内容。' },
  'pair-unreadable': {
    what: '无法读取热备组文件 {file}：{reason}',
    next: '请检查路径和文件；“hotpair init” 会写出一个带注释的文件。',
    reasons: {
      ...filesZhCN,
      'too-large': '文件超出热备组所需的大小（256 KiB、8000 个词、30 层嵌套）；请删去不属于热备组设置的内容',
      syntax: '既不是 YAML 也不是 JSON：{detail}（第 {line} 行）',
      aliases: '引用重复过多（YAML 别名）',
      version: '文件版本为 {version}，本程序只支持到 {latest}；请使用更新的 Hotpair',
      name: '这不是热备组的名称',
    },
  },
  'secret-missing': {
    what: '{reason}',
    next: '请设置环境变量 {variable}、存入钥匙串，或在终端中运行以便询问。',
    reasons: {
      password: '需要 {node} 的密码，但没有提供。',
      sudo: '需要 {node} 的 sudo 密码，但没有提供。',
      'vrrp-unusable': 'keepalived 不支持这个 VRRP 密码：请使用 1 到 8 个字符，可用 A-Z a-z 0-9 _ . + = -',
      'no-keychain': '需要 VRRP 密码，但没有提供；没有可用的钥匙串，无法保存自动生成的密码。',
    },
  },
  'secret-elsewhere': {
    what: '热备组 {pair} 保存的凭据不属于 {host}（端口 {port}）上的用户 {user}，没有使用。',
    next: '请输入 {node} 的凭据。',
  },
  'key-unreadable': {
    what: '无法读取 {node} 的私钥 {file}：{reason}',
    next: '请检查热备组文件中的 keyFile 以及该文件的权限。',
    reasons: { ...filesZhCN, 'too-large': '文件太大，不可能是私钥' },
  },
  'key-passphrase': {
    what: '无法打开 {node} 的私钥 {file}：{reason}。',
    next: '请提供正确的口令，或把私钥加入 SSH 代理并使用 auth: agent。',
    reasons: { missing: '私钥有口令，但没有提供', wrong: '口令不正确' },
  },
  'key-unsupported': {
    what: '{node} 的私钥 {file} 的格式无法使用：{reason}',
    next: '请用 “ssh-keygen -p -f {file}” 转换，或使用 auth: agent。',
    reasons: {
      chacha20: '它用 chacha20-poly1305 加密，这里无法读取',
      'public-key': '这是公钥；私钥是不带 .pub 的文件',
      pkcs8: '这是加密的 PKCS#8 密钥',
      'security-key': '它属于硬件安全密钥，只能通过 SSH 代理使用',
      damaged: '文件已损坏',
      format: '未知的格式',
    },
  },
  usage: {
    what: '{reason}',
    next: '请运行 “hotpair --help”。',
    reasons: {
      'not-a-plan': '{given} 不是方案的编号；“hotpair plan” 会显示编号。',
      'deploy-without-yes': '部署会改动主机；请加上 --yes。',
      'unit-without-yes': '没有得到您的同意；请加上 --yes。',
      'not-one-of': '{given} 不是以下任何一项：{allowed}。',
      'not-days': '{given} 不是 1 到 {most} 之间的天数。',
      'no-such-drill': '没有名为 {given} 的故障演练；“hotpair drill {file} --list” 会列出全部故障演练。',
      'not-within': '{option} 需要 {least} 到 {most} 之间的整数，而不是 {given}。',
      'which-drill': '请指定一个或多个故障演练，或使用 --seed 或 --all。',
      'report-format': '无法确定 {given} 的格式：报告文件应以 .html、.md 或 .json 结尾。',
      'which-runs': '请指定要比较的两次演练。',
      'no-such-run': '没有编号为 {given} 的演练；“hotpair history {file}”可列出全部演练。',
      'runs-differ': '这两次演练没有相同的故障。',
      'file-is-there': '{file} 已存在，没有改动它。',
      'language-unknown': '不支持语言 {given}；可用 en 和 zh-CN。',
      'option-unknown': '没有选项 {given}。',
      'option-without-value': '选项 {given} 需要一个值。',
      'option-missing': '必须提供选项 {given}。',
      'argument-missing': '缺少参数 {given}。',
      'argument-too-many': '参数过多。',
      'command-unknown': '没有命令 {given}。',
    },
  },
  'name-not-found': {
    what: '无法解析 {node} 的名称 {host}：{reason}。',
    next: '请检查热备组文件中的地址和 DNS。',
    reasons: { ENOTFOUND: 'DNS 中没有这个名称', EAI_AGAIN: '无法连接 DNS', 'no-answer': 'DNS 没有应答', other: '{detail}' },
  },
  unreachable: {
    what: '无法连接 {node}（{host}）：{reason}',
    next: '请检查主机是否开机，以及是否有路由可达。',
    reasons: {
      'no-answer': '没有应答',
      EHOSTUNREACH: '其网络上没有这台主机',
      ENETUNREACH: '没有到达那里的路由',
      EHOSTDOWN: '主机在其网络上没有应答',
      EACCES: '本机不允许建立该连接',
      other: '{detail}',
    },
  },
  'port-refused': { what: '{node}（{host}）拒绝端口 {port} 上的连接。', next: '请检查该主机是否运行 sshd，以及热备组文件中的端口。' },
  'not-ssh': {
    what: '在 {host} 端口 {port} 应答的不是 SSH（{reason}）。',
    next: '请检查 {node} 的地址和端口。',
    reasons: { closed: '对方立即关闭了连接', reset: '对方重置了连接', 'other-protocol': '对方使用其他协议' },
  },
  'no-common-algorithm': {
    what: '{node} 与 Hotpair 没有共同的算法：{reason}。',
    next: '请在主机的 sshd_config 中允许一种现行算法。',
    reasons: {
      'key-exchange': '密钥交换（KexAlgorithms）',
      'host-key': '主机密钥（HostKeyAlgorithms）',
      cipher: '加密（Ciphers）',
      mac: '消息认证（MACs）',
      compression: '压缩（Compression）',
      other: '{detail}',
    },
  },
  'auth-refused': {
    what: '{node} 拒绝了 {user}（{method}）：{reason}。',
    next: '请检查用户和凭据；服务器允许：{allowed}。',
    reasons: { refused: '凭据未被接受', 'password-expired': '密码已过期' },
  },
  'agent-missing': {
    what: '{node} 没有可用的 SSH 代理：{reason}',
    next: '请启动代理并用 “ssh-add” 加入私钥，或使用 auth: key。',
    reasons: {
      'not-running': '没有运行中的代理（未设置 SSH_AUTH_SOCK）',
      'no-answer': '代理没有应答',
      'no-keys': '代理中没有私钥',
      'no-signature': '代理拒绝签名',
    },
  },
  'host-key-unknown': {
    what: '{node}（{host}）的主机密钥未知：{keyType} {fingerprint}',
    next: '请与主机上 “ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub” 的结果核对；一致时加 --accept-new 再次运行。',
  },
  'host-key-changed': {
    what: '{node}（{host}）的主机密钥已改变：现为 {fingerprint}，原为 {expected}。您与主机之间可能有人冒充。',
    next: '如果您知道变化的原因，请删除 {file} 的第 {line} 行后重新连接。在此之前不会向该主机发送任何内容。',
  },
  'host-key-revoked': { what: '{node}（{host}）的主机密钥在 {file} 中被标记为已吊销。', next: '请为该主机更换密钥。' },
  'known-hosts-unreadable': {
    what: '无法读写 {file}：{reason}',
    next: '请修正该文件，或用 --known-hosts 指定另一个。',
    reasons: {
      ...filesZhCN,
      'too-large': '文件超过 8 MiB',
      'cert-authority': '不支持其中针对该主机的 @cert-authority 行（第 {line} 行）',
    },
  },
  'connection-lost': { what: '与 {node} 的连接已断开。', next: '请检查网络和主机；然后运行 “hotpair status”。' },
  'no-sudo': {
    what: '{user} 不能在 {node} 上成为 root：{reason}。',
    next: '请在 sudoers 中授权 {user}，或使用其他用户。',
    reasons: {
      'not-allowed': 'sudoers 不允许',
      requiretty: 'sudoers 要求终端（requiretty）',
      silent: 'sudo 没有任何提示',
      other: '{detail}',
    },
  },
  'sudo-password': {
    what: '{node} 拒绝了 {user} 的 sudo 密码：{reason}。',
    next: '请提供正确的密码（HOTPAIR_SUDO_… 或按提示输入）。',
    reasons: { wrong: '密码不正确', required: '需要密码，但没有提供' },
  },
  'sudo-missing': { what: '{node} 上没有 sudo。', next: '请以 root 登录，或安装 sudo。' },
  'fact-unreadable': {
    what: '无法读取 {node} 的现状（{fact}）：{reason}\n{output}',
    next: '请在主机上查看该命令；读不到的内容绝不会猜测。',
    reasons: {
      failed: '命令以状态码 {status} 结束',
      silent: '节点没有回答这一项',
      slow: '{seconds} 秒内没有应答',
      unexpected: '回答的内容不符合要求',
      'no-address': '找不到带有 IPv4 地址的网卡',
    },
  },
  'preflight-refused': { what: '预检未通过。{findings}', next: '请按检查结果处理，然后重新生成方案。' },
  'plan-outdated': {
    what: '方案已失效：{reason}',
    next: '请重新生成方案并查看。',
    reasons: {
      changed: '方案生成之后，{node} 已发生变化：{differences}',
      forgotten: '方案 {plan} 在此已不存在',
      'other-settings': '方案 {plan} 由其他设置生成',
      'other-plan': '方案 {wanted} 现为 {plan}',
    },
  },
  'shared-change': {
    what: '对运行中的热备组，这些设置必须在所有节点上同时改变，目前还不支持：{settings}。',
    next: '请先撤销部署，再部署新的设置。',
  },
  locked: {
    what: '{node} 上有另一个未结束的部署：{deployment}，由 {owner} 启动。',
    next: '请等待它结束；若已无人在处理，请运行 “hotpair finish” 将其完成。',
  },
  busy: { what: '这个热备组还有操作正在进行：{task}。', next: '请等待它结束，或将其取消。' },
  'task-unknown': { what: '操作 {task} 在此已不存在。', next: '请查看热备组的状态。' },
  'prepare-failed': { what: '{node} 准备失败：{fault}\n{output}', next: '请按节点的提示改正；尚未影响任何服务。' },
  'commit-failed': { what: '{node} 无法启用新配置：{fault}\n{output}', next: '请查看输出，改正后重新部署。' },
  'not-the-holder': {
    what: '{node} 没有成为 {vips} 的主节点；{reason}。',
    next: '请在 {node} 上查看 keepalived 的日志（journalctl -u keepalived）和防火墙，然后重新部署。',
    reasons: { nobody: '没有节点独自持有它', somebody: '当前由以下节点持有：{holder}' },
  },
  'verify-failed': { what: '热备组未通过验证：{checks}\n{output}', next: '请查看失败的验证（{command}），然后重新部署。' },
  'hold-failed': { what: '{node} 没有保持部署（{state}）。', next: '请重新部署。' },
  'rollback-failed': { what: '有节点未能回滚。', next: '请查看下面列出的主机。' },
  unfinished: { what: '有一个部署没有结束。', next: '请运行 “hotpair finish”。' },
  'nothing-to-undo': {
    what: '{pair} 没有可撤销的已确认部署。{reason}',
    next: '请运行 “hotpair status” 查看各节点的情况。',
    reasons: {
      nowhere: '所有节点上都没有。',
      'not-everywhere': '{node} 上没有。',
      'different-deployments': '各节点的最近一次部署不相同。',
    },
  },
  'undo-failed': { what: '有节点未能撤销。', next: '请查看下面列出的主机；再次撤销会继续执行。' },
  'drill-refused': {
    what: '故障演练没有开始：{reason}',
    next: '只有健康的热备组才能开始故障演练：请运行 “hotpair verify”。',
    reasons: refusalsZhCN,
  },
  'drill-failed': {
    what: '无法在 {node} 上进行故障演练：{reason}\n{output}',
    next: '节点会在一分钟内自行恢复；然后运行 “hotpair verify”。',
    reasons: {
      'not-armed': '无法设置用于自动恢复的定时器（systemd-run），因此没有制造任何故障',
      'not-healed': '未能立即恢复；节点自己的定时器会在 {seconds} 秒内重试',
    },
  },
  'unit-refused': {
    what: '没有对 {node} 上的 {unit} 进行任何操作。{reason}',
    next: '请查看热备组的状态，然后重试。',
    reasons: unitRefusalsZhCN,
  },
  'unit-failed': {
    what: '对 {node} 上的 {unit} 的操作没有成功：{reason}它现在的状态是 {state}。\n{output}',
    next: '请查看 {node} 上 {unit} 的日志，按提示改正后重试。',
    reasons: {
      status: '“systemctl {change} {unit}”以状态码 {status} 结束。',
      state: '已等待 {seconds} 秒。',
      configuration: '“nginx -t”发现配置有误，因此没有操作它。',
    },
  },
  'command-failed': {
    what: '{node} 上有一条命令失败：{command}（{reason}）\n{output}',
    next: '请查看它的输出。',
    reasons: {
      status: '以状态码 {status} 结束',
      'no-shell': '该账户没有可用的 shell',
      'output-too-large': '输出超过了读取上限',
      'no-channel': '服务器没有打开通道',
      'exec-refused': '服务器拒绝执行',
      'not-found': '没有这个程序',
      EACCES: '没有执行权限',
      other: '{detail}',
    },
  },
  timeout: { what: '{node} 在 {seconds} 秒内没有应答。', next: '请检查主机和网络，然后重试。' },
  cancelled: { what: '已取消。', next: '无需再做什么。' },
  'export-failed': {
    what: '无法写入 {folder}：{reason}',
    next: '请选择其他文件夹。',
    reasons: {
      ...filesZhCN,
      foreign: '它已存在，其中的 {found} 不是 Hotpair 导出的；里面的内容没有改动',
      link: '同名的是一个符号链接；没有跟随它',
      'not-a-folder': '同名的不是文件夹；没有改动它',
    },
  },
  'store-failed': {
    what: '无法写入 Hotpair 自己的文件 {file}：{reason}',
    next: '请检查磁盘空间和该文件夹的权限，然后重试。',
    reasons: filesZhCN,
  },
  keychain: {
    what: '钥匙串没有应答：{reason}',
    next: '请解锁钥匙串，或设置环境变量。',
    reasons: {
      'no-library': '无法加载钥匙串库（Linux 上需要 libsecret：软件包 libsecret-1-0 或 libsecret）',
      'no-bus': '没有可用的 D-Bus 会话，无法访问钥匙串；请登录桌面，或使用 dbus-run-session',
      'no-service': '没有正在运行的钥匙串服务（gnome-keyring、KWallet 或 KeePassXC）',
      'no-collection': '钥匙串还没有默认集合；请用桌面的钥匙串程序创建一个',
      locked: '钥匙串已锁定；请解锁后重新启动',
      'no-answer': '钥匙串在 3 秒内没有应答；它可能在等待输入密码',
      other: '钥匙串无法工作',
    },
  },
  'engine-lost': { what: '本页面与 Hotpair 的连接已断开。', next: 'Hotpair 运行后会自动重连。已经开始的部署会继续进行。' },
  bug: { what: 'Hotpair 出错了：{message}', next: '请附上日志报告此问题。' },
  earlier: { what: '操作失败；早期版本的记录为：{kind}。', next: '请查看热备组的状态。' },
})

export const hostsZhCN = {
  unchanged: '主机上没有任何改动。',
  'as-before': '主机与部署前相同。',
  changed: '主机已按方案改动。',
  look: '有主机需要处理：{look}',
} satisfies typeof hostsEn
