import { markup, nothing, type Markup } from './markup'
import type { DrillPart, FaultPart, Report, ReportTable } from './model'
import { picture } from './picture'
import { styles } from './styles'
import { sayIn } from './words'

/**
 * The report as one HTML file: it loads nothing and runs nothing, also where the browser would let it.
 * @returns the text of the file
 */
export function htmlOf(report: Report): string {
  const page = markup`<!doctype html>
<html lang="${report.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${report.title}</title>
<style>${{ source: styles }}</style>
</head>
<body>
<main>
<h1>${report.title}</h1>
<p class="muted">${report.made}</p>
<p class="verdict ${report.verdict}">${report.verdictText}</p>
${tableIn(report.summary)}${report.drills.map((drill, i) => drillIn(drill, i, report))}<section>
${tableIn(report.settings)}<p class="muted">${report.accuracy}</p>
</section>
</main>
</body>
</html>
`
  return page.source
}

function drillIn(drill: DrillPart, place: number, { nodes, language }: Report): Markup {
  const say = sayIn(language)
  const drawing = { watch: drill.watch, nodes, language }
  const record = drill.watch.records.length > 0 ? markup`<span class="key record"></span>${say('legendRecord')}` : nothing
  const legend = markup`<p class="legend"><span class="key nobody"></span>${say('legendNobody')}${record}</p>`
  const whole = picture({ ...drawing, text: drill.story, id: `silence-${String(place)}`, window: null })
  const faults = drill.faults.map((fault, i) => {
    if (fault.near === null) return faultIn(fault, nothing)
    const near = picture({ ...drawing, ...fault.near, id: `silence-${String(place)}-${String(i)}` })
    return faultIn(fault, markup`<figure><figcaption>${say('detail')}</figcaption>${near}</figure>\n`)
  })
  return markup`<section>
<h2>${drill.title}</h2>
<p class="verdict ${drill.verdict}">${drill.verdictText}</p>
<p class="muted">${drill.lead}</p>
${drill.watch.asked > 0 ? markup`<figure>${whole}${legend}</figure>\n` : nothing}${faults}${drill.tables.map(tableIn)}</section>
`
}

function faultIn({ title, facts, tables }: FaultPart, near: Markup): Markup {
  const told = facts.map(({ term, hint, text }) => {
    const more = hint === '' ? nothing : markup`<span class="muted">${hint}</span>`
    return markup`<div><dt>${term}</dt><dd>${text}${more}</dd></div>\n`
  })
  return markup`<h3>${title}</h3>
<dl>
${told}</dl>
${near}${tables.map(tableIn)}`
}

function tableIn({ title, head, rows, numbers, verbatim, verdicts, note }: ReportTable): Markup {
  const textIn = (text: string, column: number): Markup => (verbatim.includes(column) ? markup`<code>${text}</code>` : markup`${text}`)
  const kindOf = (column: number): string => (numbers.includes(column) ? 'number' : '')
  const lines = rows.map((cells, row) => {
    const verdict = verdicts[row] ?? ''
    const kind = (column: number): string => (verdict !== '' && column === cells.length - 1 ? verdict : kindOf(column))
    const inside = cells.map((text, i) => markup`<td class="${kind(i)}">${textIn(text, i)}</td>`)
    return markup`<tr>${inside}</tr>\n`
  })
  const columns = head.map((text, i) => markup`<th scope="col" class="${kindOf(i)}">${text}</th>`)
  const caption = title === '' ? nothing : markup`<caption>${title}</caption>`
  const after = note === '' ? nothing : markup`<p class="muted">${note}</p>\n`
  return markup`<div class="wide"><table>${caption}
<thead><tr>${columns}</tr></thead>
<tbody>
${lines}</tbody></table></div>
${after}`
}
