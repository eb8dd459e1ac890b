import { plainJson } from '../domain/visible'
import { drillSettingsOf } from '../domain/drill-settings'
import { htmlOf } from './html'
import { markdownOf } from './markdown'
import { reportOf, type ReportInput } from './model'

/** What a person keeps of drills: for reading and printing, for putting into a document, for programs. */
export const reportFormats = {
  html: { extensions: ['html', 'htm'], type: 'text/html', name: 'HTML' },
  markdown: { extensions: ['md', 'markdown'], type: 'text/markdown', name: 'Markdown' },
  json: { extensions: ['json'], type: 'application/json', name: 'JSON' },
} as const satisfies Readonly<Record<string, { readonly extensions: readonly string[]; readonly type: string; readonly name: string }>>
export type ReportFormat = keyof typeof reportFormats
export const reportFormatNames = Object.keys(reportFormats) as readonly ReportFormat[]

/** The format that a file's name asks for; undefined: none of ours. */
export function formatOfFile(file: string): ReportFormat | undefined {
  const extension = file.slice(file.lastIndexOf('.') + 1).toLowerCase()
  return reportFormatNames.find((name) => (reportFormats[name].extensions as readonly string[]).includes(extension))
}

const writers: Readonly<Record<ReportFormat, (input: ReportInput) => string>> = {
  html: (input) => htmlOf(reportOf(input)),
  markdown: (input) => markdownOf(reportOf(input)),
  json: jsonOf,
}

/** The text of a report as a file. */
export const reportText = (format: ReportFormat, input: ReportInput): string => writers[format](input)

/** Everything that was measured, each request too; of the pair what explains it, and nothing that it takes to log in. */
function jsonOf({ pair, results, when, version }: ReportInput): string {
  const { name, vips, nodes, vrrp } = pair
  const told = {
    hotpair: 1,
    version,
    when,
    pair: name,
    vips,
    nodes: nodes.map((node) => ({ name: node.name, priority: node.priority })),
    vrrp,
    settings: drillSettingsOf(pair),
    drills: results,
  }
  return `${plainJson(JSON.stringify(told, null, 2))}\n`
}
