import { visibleLine } from '../domain/visible'
import type { Report, ReportTable } from './model'

/** A text in a cell or a line: nothing in it is a mark of Markdown, nor an address that a reader would make a link. */
export const plain = (text: string): string =>
  visibleLine(text)
    .replace(/[\\`*_{}[\]<>#|~&$@^]/g, String.raw`\$&`)
    .replace(/:(?=\/\/)/g, String.raw`\:`)
    .replace(/www\./gi, (found) => `${found.slice(0, 3)}\\.`)

/**
 * The report as Markdown with tables (GitHub's).
 * @returns the text of the file
 */
export function markdownOf(report: Report): string {
  const drills = report.drills.flatMap(({ title, verdictText, lead, story, faults, tables }) => [
    `## ${plain(title)}`,
    `**${plain(verdictText)}**`,
    plain(lead),
    plain(story),
    ...faults.flatMap((fault) => [
      `### ${plain(fault.title)}`,
      fault.facts.map(({ term, hint, text }) => `- ${plain(term)}: **${plain(text)}**${hint === '' ? '' : ` (${plain(hint)})`}`).join('\n'),
      ...(fault.near === null ? [] : [plain(fault.near.text)]),
      ...fault.tables.flatMap((table) => tableIn(table)),
    ]),
    ...tables.flatMap((table) => tableIn(table)),
  ])
  const parts = [
    `# ${plain(report.title)}`,
    plain(report.made),
    `**${plain(report.verdictText)}**`,
    ...tableIn(report.summary),
    ...drills,
    ...tableIn(report.settings),
    plain(report.accuracy),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function tableIn({ title, head, rows, numbers, note }: ReportTable): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const table = [
    line(head.map(plain)),
    line(head.map((_, i) => (numbers.includes(i) ? '---:' : '---'))),
    ...rows.map((cells) => line(cells.map(plain))),
  ].join('\n')
  return [...(title === '' ? [] : [`**${plain(title)}**`]), table, plain(note)]
}
