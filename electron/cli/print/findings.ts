import { findingText } from '../../contract/finding'
import type { Finding } from '../../domain/finding'
import { visibleLine } from '../../domain/visible'
import type { Voice } from '../wording'
import { padded } from './table'

const marks: Record<Finding['severity'], string> = { error: '✗', warning: '!', info: '·' }

/** Every finding: fact, consequence, remedy. */
export function findingsText(findings: readonly Finding[], { language, say }: Voice): string {
  if (findings.length === 0) return say('findings.none')
  return findings
    .map((finding) => {
      const { fact, consequence, remedy } = findingText(finding, language)
      const mark = padded(`${marks[finding.severity]} ${say(`findings.${finding.severity}`)}`, 9)
      return [
        `${mark}  ${finding.node === undefined ? fact : say('findings.ofNode', { node: finding.node, fact })}`,
        ...[consequence, `→ ${remedy}`].map((line) => `             ${line}`),
      ]
        .map(visibleLine)
        .join('\n')
    })
    .join('\n')
}
