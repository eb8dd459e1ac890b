import type { NodeFacts } from './node-facts'
import { paths } from './paths'

/** Port of the health server that an earlier deployment left on the node, so that it stays the same; undefined where there is none of ours. */
export function healthPortOf({ files }: Pick<NodeFacts, 'files'>): number | undefined {
  const port = /^[ \t]*listen 127\.0\.0\.1:(\d{1,5});/m.exec(files[paths.nginxHealth]?.content ?? '')?.[1]
  return port === undefined || Number(port) < 1 || Number(port) > 65_535 ? undefined : Number(port)
}
