import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { feed } from './lab'

/** An exported bundle in the hands of a careful operator, or of a careless one. */

/** Copies an exported folder to a node, as /root/bundle. */
export function copyTo(node: string, folder: string): void {
  const archive = execFileSync('tar', ['-C', folder, '-c', '.'])
  execFileSync(
    'bash',
    ['build/lab/lab.sh', 'exec', node, 'sh', '-c', 'rm -rf /root/bundle; mkdir /root/bundle; tar -x --no-same-owner -C /root/bundle'],
    {
      input: archive,
    },
  )
}

/** Runs a verb of the copied hotpair.sh; `password` is what is typed when it asks. */
export const byHand = (node: string, verb: string, password = ''): Promise<{ status: number | null; output: string }> =>
  feed(node, `printf '%s\\n' '${password}' | sh /root/bundle/hotpair.sh ${verb}`)

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex')

/** A copy of a bundle in which one file is another and the bundle says that it must be so. */
export function altered(folder: string, copy: string, path: string, change: (content: string) => string): void {
  cpSync(folder, copy, { recursive: true })
  const file = join(copy, 'files', path)
  const before = readFileSync(file, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`nothing was changed in ${path}`)
  writeFileSync(file, after)
  const plan = join(copy, 'plan')
  writeFileSync(plan, readFileSync(plan, 'utf8').replace(sha256(before), sha256(after)))
  const sums = join(copy, 'SHA256SUMS')
  const paths = [...readFileSync(sums, 'utf8').matchAll(/^[0-9a-f]{64} {2}(.+)$/gm)].map(([, path = '']) => path)
  writeFileSync(sums, paths.map((each) => `${sha256(readFileSync(join(copy, each), 'utf8'))}  ${each}\n`).join(''))
}
