import type { NodePlan } from '../../../electron/domain/plan'

/** Pure: the files of a plan as they are looked at. */

/** new · changed · attributes (mode or owner only) · same (already right) · removed · secret (never shown) · runner (what runs on the node) */
export type FileKind = 'new' | 'changed' | 'attributes' | 'same' | 'removed' | 'secret' | 'runner'
export type FileLanguage = 'nginx' | 'shell' | 'ini' | 'json' | 'text'

export interface PlannedFile {
  readonly path: string
  readonly kind: FileKind
  /** What is on the host; null: nothing, or nothing that can be shown. */
  readonly before: string | null
  /** What will be; null: it is removed, or never shown. */
  readonly after: string | null
  /** "0644 root:root"; empty where it does not matter. */
  readonly attributes: string
  readonly language: FileLanguage
}

export interface Folder {
  readonly path: string
  readonly files: readonly PlannedFile[]
}

export function languageOf(path: string): FileLanguage {
  if (path.endsWith('.sh') || path.includes('/libexec/')) return 'shell'
  if (path.endsWith('.json')) return 'json'
  if (path.includes('/systemd/')) return 'ini'
  // keepalived's blocks and comments look like nginx's
  return path.includes('/nginx/') || path.includes('/keepalived/') ? 'nginx' : 'text'
}

/** Every file that the plan is about on one node, sorted by path. */
export function filesOf({ target, steps }: NodePlan): PlannedFile[] {
  const stepAt = (path: string) => steps.find((step) => 'path' in step && step.path === path)
  const wanted = target.files.map((file): PlannedFile => {
    const step = stepAt(file.path)
    const common = { path: file.path, attributes: `${file.mode} ${file.owner}:${file.group}`, language: languageOf(file.path) }
    if (step?.kind !== 'write') return { ...common, kind: 'same', before: file.content, after: file.content }
    const kind = step.attributes ? 'attributes' : step.before === null ? 'new' : 'changed'
    return { ...common, kind, before: step.before, after: step.after }
  })
  const others = steps.flatMap((step): PlannedFile[] => {
    if (step.kind === 'remove')
      return [{ path: step.path, kind: 'removed', before: step.before, after: null, attributes: '', language: languageOf(step.path) }]
    if (step.kind === 'vrrp-password')
      return [{ path: step.path, kind: 'secret', before: null, after: null, attributes: '0600 root:root', language: 'text' }]
    return []
  })
  return [...wanted, ...others].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** What lies in the bundle besides the files: the script that runs, and what names the bundle. */
export const runnersOf = (bundle: readonly { readonly path: string; readonly content: string }[]): PlannedFile[] =>
  bundle
    .filter(({ path }) => !path.startsWith('files/'))
    .map(({ path, content }): PlannedFile => ({
      path,
      kind: 'runner',
      before: null,
      after: content,
      attributes: '',
      language: languageOf(path),
    }))
    .sort((a, b) => (a.path > b.path ? 1 : -1))

/** Files by the folder that they lie in. */
export function foldersOf(files: readonly PlannedFile[]): Folder[] {
  const folders = new Map<string, PlannedFile[]>()
  for (const file of files) {
    const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1)
    folders.set(folder, [...(folders.get(folder) ?? []), file])
  }
  return [...folders].map(([path, own]) => ({ path, files: own }))
}

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
