import type { Sessions } from '../checks/follow'
import { readablePaths } from '../domain/paths'
import { printable } from '../domain/printable'
import type { AuditFinding } from '../domain/soak'
import { sh } from '../remote/sh'

/** What keepalived says where nodes do not fit together or its configuration is not good; DOMAIN.md, "Split brain". */
const complaints = 'invalid passwd|interval mismatch|wrong version|not present in MASTER advert|unknown keyword|segfault'

/** Of each: more says nothing new. */
const mostLines = 50

/** Prints `leftover …`, `file SHA256 PATH` and `complaint …`. */
const auditScript = (seconds: number) => sh`{
  systemctl list-units --all --plain --no-legend --full ${'hotpair-drill-*'} | cut -d ' ' -f 1
  systemctl list-units --state=failed --plain --no-legend --full ${['nginx*', 'keepalived*', 'hotpair*']} | cut -d ' ' -f 1
  ls -d /run/hotpair-drill* 2>/dev/null
  nft list tables 2>/dev/null | grep hotpair_drill
  grep -o ${' /[^ ]*/hotpair-[a-z.]* '} /proc/self/mounts
} | head -n ${mostLines} | sed 's/^/leftover /'
sha256sum ${[...readablePaths]} 2>/dev/null | sed 's/^/file /'
journalctl --quiet --unit=keepalived --since=${`-${String(seconds)}s`} --output=cat 2>/dev/null | grep -iE ${complaints} | head -n ${mostLines} | sed 's/^/complaint /'`

/** Looks at every node after a drill; it remembers the files that it saw first. */
export class Audit {
  readonly #sessions: Sessions
  readonly #first = new Map<string, string>()

  constructor(sessions: Sessions) {
    this.#sessions = sessions
  }

  /** @param seconds for which the journals are read */
  async look(seconds: number): Promise<AuditFinding[]> {
    const all = await Promise.all(Object.keys(this.#sessions).map((node) => this.#node(node, seconds)))
    return all.flat()
  }

  async #node(node: string, seconds: number): Promise<AuditFinding[]> {
    const session = this.#sessions[node]
    const run = await session?.run(auditScript(Math.ceil(seconds)), { root: true }).catch(() => undefined)
    if (run === undefined) return [{ node, what: 'not-audited', text: '' }]
    const lines = run.stdout.split('\n').slice(0, 1000)
    return [
      ...lines.flatMap((line): AuditFinding[] => {
        const [, what, text = ''] = /^(leftover|complaint) (.*)$/.exec(line) ?? []
        return what === 'leftover' || what === 'complaint' ? [{ node, what, text: printable(text).slice(0, 300) }] : []
      }),
      ...this.#changed(node, lines),
    ]
  }

  #changed(node: string, lines: readonly string[]): AuditFinding[] {
    const seen = new Map(
      lines.flatMap((line): [string, string][] => {
        const [, digest, path] = /^file ([0-9a-f]{64}) {2}(.*)$/.exec(line) ?? []
        return digest === undefined || path === undefined ? [] : [[path, digest]]
      }),
    )
    return readablePaths.flatMap((path): AuditFinding[] => {
      const [key, now] = [`${node} ${path}`, seen.get(path) ?? '']
      const before = this.#first.get(key)
      if (before === undefined) this.#first.set(key, now)
      return before === undefined || before === now ? [] : [{ node, what: 'changed-file', text: path }]
    })
  }
}
