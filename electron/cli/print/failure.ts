import type { FailureText } from '../../contract/failure'

/** A failure's sentences, one below the other. A host's lines within a sentence stand apart, so that none of them looks like one of ours. */
export const failurePrinted = ({ what, hosts, next }: FailureText): string =>
  [what, hosts, next].map((sentence) => sentence.replaceAll('\n', '\n  │ ')).join('\n')
