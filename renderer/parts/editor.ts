import { defaultHighlightStyle, HighlightStyle, StreamLanguage, syntaxHighlighting, type StreamParser } from '@codemirror/language'
import { json } from '@codemirror/legacy-modes/mode/javascript'
import { nginx } from '@codemirror/legacy-modes/mode/nginx'
import { properties } from '@codemirror/legacy-modes/mode/properties'
import { shell } from '@codemirror/legacy-modes/mode/shell'
import { MergeView, unifiedMergeView } from '@codemirror/merge'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'

export interface FileLook {
  /** Names it for screen readers. */
  readonly label: string
  readonly language: 'nginx' | 'shell' | 'ini' | 'json' | 'text'
  /** null: there was nothing, or only what will be is shown. */
  readonly before: string | null
  /** null: nothing will be. */
  readonly after: string | null
  readonly sideBySide: boolean
  /** "$ unchanged lines" in the language spoken. */
  readonly unchanged: string
}

const modes: Readonly<Record<Exclude<FileLook['language'], 'text'>, StreamParser<unknown>>> = { nginx, shell, ini: properties, json }

/** The editor's own colours are for a white page; these follow the theme, and the contrast of each is measured. */
const colours: Readonly<Record<string, string>> = {
  '#708': 'var(--node-0)',
  '#219': 'var(--node-3)',
  '#164': 'var(--node-3)',
  '#a11': 'var(--good)',
  '#e40': 'var(--good)',
  '#00f': 'var(--accent)',
  '#00c': 'var(--accent)',
  '#256': 'var(--accent)',
  '#940': 'var(--muted)',
}
const highlighting = HighlightStyle.define(
  defaultHighlightStyle.specs.map(({ tag, ...rest }) => ({ tag, color: colours[String(rest.color)] ?? 'var(--text)' })),
)

const theme = EditorView.theme({
  '&': { backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: 'var(--small)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--muted)', borderRight: '1px solid var(--line)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-changedLine, .cm-insertedLine, &.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--good-soft) !important' },
  '&.cm-merge-b .cm-changedText, .cm-changedText': { background: 'transparent !important', boxShadow: 'inset 0 -2px var(--good)' },
  '.cm-deletedChunk, &.cm-merge-a .cm-changedLine, .cm-deletedLine': { backgroundColor: 'var(--bad-soft) !important' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
    background: 'transparent !important',
    boxShadow: 'inset 0 -2px var(--bad)',
  },
  '.cm-deletedChunk': { paddingLeft: '6px' },
  '.cm-collapsedLines': { background: 'var(--sunken)', color: 'var(--muted)' },
  // its own sign is in few fonts
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"···" !important' },
})

/** The page's own nonce: the editor makes a style element, which the CSP lets in with it only. */
const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

function extensions({ language, label, unchanged }: FileLook, more: Extension[] = []): Extension[] {
  return [
    EditorView.cspNonce.of(nonce()),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({
      'aria-label': label,
      tabindex: '0',
      role: 'textbox',
      'aria-readonly': 'true',
      'aria-multiline': 'true',
    }),
    EditorState.phrases.of({ '$ unchanged lines': unchanged }),
    EditorView.lineWrapping,
    lineNumbers(),
    theme,
    syntaxHighlighting(highlighting),
    ...(language === 'text' ? [] : [StreamLanguage.define(modes[language])]),
    ...more,
  ]
}

/** Lines without a change are folded, but for a few around each. */
const collapse = { margin: 3, minSize: 8 }

/** Shows a file, or what changes in it, to be read only. Returns what takes it away. */
export function openFile(parent: HTMLElement, look: FileLook): () => void {
  const { before, after, sideBySide } = look
  if (before === null || after === null || before === after) {
    const view = new EditorView({ parent, state: EditorState.create({ doc: after ?? before ?? '', extensions: extensions(look) }) })
    return () => view.destroy()
  }
  if (sideBySide) {
    const view = new MergeView({
      parent,
      a: { doc: before, extensions: extensions(look) },
      b: { doc: after, extensions: extensions(look) },
      collapseUnchanged: collapse,
      gutter: true,
    })
    return () => view.destroy()
  }
  const merge = unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: collapse, gutter: true })
  const view = new EditorView({ parent, state: EditorState.create({ doc: after, extensions: extensions(look, [merge]) }) })
  return () => view.destroy()
}
