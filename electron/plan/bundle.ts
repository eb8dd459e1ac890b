import { createHash } from 'node:crypto'
import runner from '../../resources/host/hotpair.sh?raw'
import type { BundleEntry, NodeTarget } from '../domain/plan'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What names a bundle besides its target. */
export interface BundleNames {
  readonly pair: string
  readonly plan: string
  /** Host name of the node, so that a bundle run by hand on the wrong host stops. */
  readonly hostname: string
}

/** One record per line: what the runner must do, in words a shell can read. Values hold no line breaks. */
function data(target: NodeTarget, names: BundleNames): string {
  const lines = [
    `pair ${names.pair}`,
    `node ${target.node}`,
    `plan ${names.plan}`,
    `hostname ${names.hostname}`,
    `interface ${target.interface}`,
    `address ${target.address}`,
    `manager ${target.packageManager}`,
    ...target.packages.map((name) => `package ${name}`),
    ...target.files.map((file) => `file ${file.mode} ${file.owner} ${file.group} ${sha256(file.content)} ${file.path}`),
    ...target.absent.map((path) => `absent ${path}`),
    ...(target.vrrpAuth ? ['auth yes'] : []),
    ...target.firewall.rules.map((rule) => `rule ${rule.kind} ${rule.zone} ${rule.value}`),
    ...target.firewall.disable.map((unit) => `disable ${unit}`),
  ]
  if (lines.some((line) => /[\n\r\0]/.test(line) || line === 'END_OF_DATA')) throw new TypeError('a value of the bundle has a line break')
  return lines.join('\n')
}

/**
 * Renders a target to the bundle's files: what is previewed is what is exported is what runs. The VRRP password is in none of them.
 */
export function renderBundle(target: NodeTarget, names: BundleNames): BundleEntry[] {
  const script = runner
    .replace('#@HEADER@', () => `# Hotpair bundle · pair ${names.pair} · node ${target.node} · plan ${names.plan}\n#`)
    .replace('#@DATA@', () => `# What this node must be like.\ndata() {\n    cat <<'END_OF_DATA'\n${data(target, names)}\nEND_OF_DATA\n}`)
  const files = target.files.map((file) => ({ path: `files${file.path}`, mode: Number.parseInt(file.mode, 8), content: file.content }))
  const manifest = {
    hotpair: 1,
    ...names,
    ...target,
    files: target.files.map(({ content, ...file }) => ({ ...file, sha256: sha256(content) })),
    runner: sha256(script),
  }
  return [
    { path: 'manifest.json', mode: 0o644, content: `${JSON.stringify(manifest, null, 2)}\n` },
    { path: 'hotpair.sh', mode: 0o755, content: script },
    ...files,
  ]
}
