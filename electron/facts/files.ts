import { fileFact, type FileFact } from '../domain/node-facts'
import { readablePaths } from '../domain/paths'
import { sh } from '../remote/sh'
import { lines, match, succeeded, Unreadable, type Fact } from './fact'

const most = 262_144

/**
 * The files at the paths that Hotpair may write, the VRRP password's excepted. Of a symlink: its own attributes, and what it leads to as
 * content. Content that is no UTF-8 text, or more than 256 KiB, is null. A password in a foreign keepalived.conf is blotted out; the
 * checksum is that of the file.
 */
export const files: Fact<Record<string, FileFact>> = {
  command: sh`for path in ${readablePaths}; do
  target=
  if [ -L "$path" ]; then kind=symlink; target=$(readlink "$path" | base64 | tr -d '\n')
  elif [ -f "$path" ]; then kind=file
  elif [ -e "$path" ]; then kind=other
  else echo "$path absent"; continue; fi
  sum= content=
  if [ -f "$path" ]; then
    sum=$(sha256sum <"$path" | cut -d ' ' -f 1)
    if [ "$(stat -L -c %s "$path")" -le ${most} ]; then content=+$(base64 <"$path" | tr -d '\n'); fi
  fi
  printf '%s %s %s sum=%s target=%s content=%s\n' "$path" $kind "$(stat -c '%a %U %G' "$path")" "$sum" "$target" "$content"
done`,
  bytes: 4_194_304,
  hidden: true,
  parse: (stdout, status) => {
    succeeded(status)
    const found = lines(stdout).map((line): [string, FileFact] => {
      const [path = '', rest = ''] = match(line, /^(\/\S+) (.+)$/, 'a path')
      return [path, fileFact.parse(rest === 'absent' ? absent : fileOf(rest))]
    })
    if (found.map(([path]) => path).join('\n') !== readablePaths.join('\n')) throw new Unreadable('each path once')
    return Object.fromEntries(found)
  },
}

const absent: FileFact = { kind: 'absent', mode: '', owner: '', group: '', sha256: '', content: null, target: '' }

function fileOf(line: string): FileFact {
  const pattern =
    /^(file|symlink|other) ([0-7]{1,4}) (\S+) (\S+) sum=([0-9a-f]{64})? target=([A-Za-z0-9+/=]*) content=(\+?)([A-Za-z0-9+/=]*)$/
  const [kind = '', mode = '', owner = '', group = '', sha256 = '', target = '', has = '', content = ''] = match(line, pattern, 'a file')
  return {
    kind: kind as FileFact['kind'],
    mode: mode.padStart(4, '0'),
    owner,
    group,
    sha256,
    content: has === '' ? null : text(Buffer.from(content, 'base64')),
    target: Buffer.from(target, 'base64').toString().replace(/\n$/, ''),
  }
}

function text(bytes: Buffer): string | null {
  const found = bytes.toString()
  if (!Buffer.from(found).equals(bytes) || found.includes('\0')) return null
  return found.replace(/^([^\S\n]*auth_pass[^\S\n]+).*$/gm, '$1********')
}
