import { fileStep, neededSteps, type NodePlan } from '../../../electron/domain/plan'

/** Pure: the files of a plan as they are looked at. */

/** new · changed · attributes (mode or owner only) · same (already right) · removed · secret (never shown) · runner (the bundle's own) */
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
  // a shell reads the bundle's plan
  if (path === 'plan' || path.endsWith('.sh') || path.includes('/libexec/')) return 'shell'
  if (path.endsWith('.json')) return 'json'
  if (path.includes('/systemd/')) return 'ini'
  // keepalived's blocks and comments look like nginx's
  return path.includes('/nginx/') || path.includes('/keepalived/') ? 'nginx' : 'text'
}

/** Every file that the plan is about on one node, sorted by path. */
export function filesOf(node: NodePlan): PlannedFile[] {
  const wanted = node.target.files.map((file): PlannedFile => {
    const step = fileStep(node, file.path)
    const common = { path: file.path, after: file.content, attributes: attributesOf(file), language: languageOf(file.path) }
    if (step?.act.do !== 'write') return { ...common, kind: 'same', before: file.content }
    const { before } = step.act
    return { ...common, before, kind: step.code === 'set-attributes' ? 'attributes' : before === null ? 'new' : 'changed' }
  })
  const others = neededSteps(node).flatMap(({ code, act }): PlannedFile[] => {
    if (act.do === 'remove')
      return [{ path: act.path, kind: 'removed', before: act.before, after: null, attributes: '', language: languageOf(act.path) }]
    if (act.do === 'write' && code === 'write-password')
      return [{ path: act.path, kind: 'secret', before: null, after: null, attributes: attributesOf(act), language: 'text' }]
    return []
  })
  return [...wanted, ...others].sort((a, b) => (a.path < b.path ? -1 : 1))
}

const attributesOf = ({ mode, owner, group }: { readonly mode: string; readonly owner: string; readonly group: string }): string =>
  `${mode} ${owner}:${group}`

/** The bundle's own files as one wants to read them: what will be done, what does it, what it calls, and what names it. */
const reading = [/^plan$/, /^hotpair\.sh$/, /^steps\//, /^manifest\.json$/]
const rank = (path: string): number => {
  const found = reading.findIndex((pattern) => pattern.test(path))
  return found === -1 ? reading.length : found
}

/** What lies in the bundle besides the node's files. */
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
    .sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1))

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
