import { findingText } from '../../contract/finding'
import type { Finding } from '../../domain/finding'
import { visibleLine } from '../../domain/visible'

const marks: Record<Finding['severity'], string> = { error: '✗ error  ', warning: '! warning', info: '· note   ' }

/** Every finding: fact, consequence, remedy. */
export function findingsText(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Preflight found nothing to object to.'
  return findings
    .map((finding) => {
      const { fact, consequence, remedy } = findingText(finding)
      return [
        `${marks[finding.severity]}  ${finding.node === undefined ? '' : `${finding.node}: `}${fact}`,
        ...[consequence, `→ ${remedy}`].map((line) => `             ${line}`),
      ]
        .map(visibleLine)
        .join('\n')
    })
    .join('\n')
}
