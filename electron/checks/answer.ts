import type { CheckReason } from '../domain/check'
import type { NginxContent, Pair } from '../domain/pair'

/** What one curl left, from a node or from the operator's machine. All of it is data from a host. */
export interface Answer {
  /** curl's exit status; 127 where there is no curl. */
  readonly exit: number
  /** Of the last response, when there was one. */
  readonly status: number | null
  /** X-Hotpair-Node, or null. */
  readonly node: string | null
  /** Digest of the body; equal bodies asked by the same machine have equal digests. */
  readonly body: string
  /** Beginning of what curl printed, headers first, then its complaints. */
  readonly output: string
}

/** Why an answer is not good: key of contract/wording/checks with its values. */
export interface Complaint {
  readonly reason: CheckReason
  readonly values: Readonly<Record<string, string>>
}

export const noCurl = 127

/** Reads what `curl -sS -i` printed. Interim responses (1xx) are passed over. */
export function readAnswer(exit: number, stdout: string, stderr: string, body: string): Answer {
  let rest = stdout
  let head = ''
  for (let i = 0; i < 4; i++) {
    const end = /\r?\n\r?\n/.exec(rest)
    head = rest.slice(0, end?.index ?? rest.length)
    if (!end || !/^HTTP\/[\d.]+ 1\d\d/.test(head)) break
    rest = rest.slice(end.index + end[0].length)
  }
  const status = /^HTTP\/[\d.]+ (\d{3})\b/.exec(head)?.[1]
  return {
    exit,
    status: status === undefined ? null : Number(status),
    node: /^x-hotpair-node:[ \t]*([A-Za-z0-9-]{1,32})[ \t]*$/im.exec(head.replaceAll('\r', ''))?.[1] ?? null,
    body,
    output: (stdout + (stderr === '' ? '' : `${stdout === '' || stdout.endsWith('\n') ? '' : '\n'}${stderr}`)).slice(0, 8192),
  }
}

/**
 * Is it a good answer of this pair's site, whoever sent it? A proxied or kept site may well answer 404 at its root, so only
 * the welcome page must be 2xx or 3xx.
 */
export function complaintOf(content: NginxContent['content'], answer: Answer): Complaint | null {
  if (answer.exit === noCurl) return { reason: 'no-curl', values: {} }
  if (answer.exit !== 0 || answer.status === null) return { reason: 'no-answer', values: { detail: lastLine(answer.output) } }
  const status = String(answer.status)
  if (content === 'proxy' && (answer.status === 502 || answer.status === 504)) return { reason: 'upstream-failed', values: { status } }
  if (answer.status >= (content === 'welcome' ? 400 : 500)) return { reason: 'bad-status', values: { status } }
  if (content !== 'keep' && answer.node === null) return { reason: 'no-node-header', values: {} }
  return null
}

/** A good answer must come from `expected` (null: any node of the pair will do). `keep` has no header to tell. */
export function complaintOfNode(pair: Pair, answer: Answer, expected: string | null): Complaint | null {
  const complaint = complaintOf(pair.nginx.content, answer)
  if (complaint || pair.nginx.content === 'keep') return complaint
  const answered = answer.node ?? ''
  if (!pair.nodes.some((node) => node.name === answered)) return { reason: 'unknown-node', values: { answered } }
  return expected === null || answered === expected ? null : { reason: 'wrong-node', values: { answered, expected } }
}

/** `different`: not the holder's own site. `varies`: its body changes from one request to the next, so only the status counts. */
export function compareSites(vip: Answer, own: readonly Answer[]): 'same' | 'varies' | 'different' {
  const [first] = own
  if (!first || first.exit !== 0 || first.status !== vip.status) return 'different'
  if (own.some((answer) => answer.body !== first.body)) return 'varies'
  return first.body === vip.body ? 'same' : 'different'
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? ''
