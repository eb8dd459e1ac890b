/** The first line of a keepalived.conf that Hotpair wrote; whose it is, is told by it alone. */
export const headerOf = (pair: string, node: string): string =>
  `# Written by Hotpair for pair ${pair}, node ${node}. Change it with Hotpair, or your changes are lost at the next deployment.`

const header = /^# Written by Hotpair for pair ([A-Za-z0-9-]{1,64}),(?: node [A-Za-z0-9-]{1,64}\.)?/

/** The pair that a keepalived.conf of ours names, and how many characters that takes; null for anybody else's. */
export function pairOfHeader(text: string): { readonly pair: string; readonly length: number } | null {
  const [found, pair] = header.exec(text.slice(0, 256)) ?? []
  return found === undefined || pair === undefined ? null : { pair, length: found.length }
}
