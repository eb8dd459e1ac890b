import { findingsEn } from '../../contract/wording/findings.en'
import { render } from '../../contract/wording/render'
import type { Finding } from '../../domain/finding'
import { visibleLine } from '../../domain/visible'

const marks: Record<Finding['severity'], string> = { error: '✗ error  ', warning: '! warning', info: '· note   ' }

/** Every finding: fact, consequence, remedy. */
export function findingsText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Preflight found nothing to object to.'
  return findings
    .map((finding) => {
      const text = findingsEn[finding.rule]
      const values = { node: finding.node ?? '', ...finding.values }
      const fact = text === undefined ? finding.rule : render(text.fact, values)
      const rest = text === undefined ? [] : [render(text.consequence, values), `→ ${render(text.remedy, values)}`]
      return [
        `${marks[finding.severity]}  ${finding.node === undefined ? '' : `${finding.node}: `}${fact}`,
        ...rest.filter((line) => line !== '').map((line) => `             ${line}`),
      ]
        .map(visibleLine)
        .join('\n')
    })
    .join('\n')
}
