import { failureText, type FailureText } from '../../electron/contract/failure'
import type { Language } from '../../electron/contract/language'
import { findingText } from '../../electron/contract/finding'
import type { Failure, FailureKind, KeychainProblem } from '../../electron/domain/failure'
import type { Finding } from '../../electron/domain/finding'
import { failureWords as ownWords } from '../../electron/contract/wording'
import { language, t, type PlainKey } from '../i18n/i18n.svelte'
import type { FindingItem } from '../parts/Findings.svelte'

/** What to do next, where the engine's words speak of the command line. */
const nextInWizard: Partial<Record<FailureKind, PlainKey>> = {
  'pair-invalid': 'failures.pairInvalid',
  'pair-unreadable': 'failures.pairUnreadable',
  'secret-missing': 'failures.secretMissing',
  'key-unreadable': 'failures.keyUnreadable',
  'key-passphrase': 'failures.keyPassphrase',
  'key-unsupported': 'failures.keyUnsupported',
  usage: 'failures.usage',
  'name-not-found': 'failures.nameNotFound',
  'port-refused': 'failures.portRefused',
  'agent-missing': 'failures.agentMissing',
  'host-key-unknown': 'failures.hostKeyUnknown',
  'known-hosts-unreadable': 'failures.knownHostsUnreadable',
  'connection-lost': 'failures.connectionLost',
  'sudo-password': 'failures.sudoPassword',
  locked: 'failures.locked',
  'store-failed': 'failures.storeFailed',
  unfinished: 'failures.unfinished',
  'nothing-to-undo': 'failures.nothingToUndo',
  'undo-failed': 'failures.undoFailed',
  'drill-refused': 'failures.drillRefused',
  'drill-failed': 'failures.drillFailed',
  keychain: 'failures.keychain',
}

/** A failure in the words of the wizard. What a host has printed stands apart: it can be long. */
export function failureWords(failure: Failure, language: Language): FailureText & { readonly details: string } {
  const details = 'output' in failure.values ? failure.values.output : ''
  const words = failureText(
    { ...failure, values: details === '' ? failure.values : { ...failure.values, output: '' } } as Failure,
    language,
  )
  const next = nextInWizard[failure.kind]
  return { ...words, ...(next === undefined ? {} : { next: t(next) }), details }
}

/** What is wrong with the keychain; app.start names it. */
export function keychainWords(problem: KeychainProblem | null): string {
  const { reasons } = ownWords[language()].failures.keychain
  return problem === null ? reasons.other : reasons[problem]
}

/** Findings ready to be listed, the gravest first. `nodes`: the names of the pair's nodes in their order. */
export function findingItems(findings: readonly Finding[], nodes: readonly string[], language: Language): FindingItem[] {
  const order = { error: 0, warning: 1, info: 2 }
  return [...findings]
    .sort((a, b) => order[a.severity] - order[b.severity])
    .map((finding, index) => ({
      id: `${finding.rule}-${finding.node ?? ''}-${index}`,
      severity: finding.severity,
      node: finding.node === undefined ? undefined : { index: Math.max(0, nodes.indexOf(finding.node)), name: finding.node },
      ...findingText(finding, language),
    }))
}
