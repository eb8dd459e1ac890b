import { nodeFacts, type NodeFacts } from '../domain/node-facts'
import { paths } from '../domain/paths'
import { sh } from '../remote/sh'
import { match, succeeded, type Fact } from './fact'

/**
 * SHA-256 of salt and password file, so that two can be told apart and neither leaves its place. $salt is a file with the salt, which
 * the script has written (script.ts).
 */
export const vrrpAuth: Fact<NodeFacts['vrrpAuth']> = {
  command: sh`file=${paths.vrrpAuth}
[ -f "$file" ] || { echo absent; exit 0; }
sum=$(cat "$salt" "$file" | sha256sum) || exit
printf '%s %s\n' "$(printf %s "$sum" | cut -d ' ' -f 1)" "$(stat -c '%a %U' "$file")"`,
  parse: (stdout, status) => {
    succeeded(status)
    if (stdout === 'absent') return null
    const [digest = '', mode = '', owner = ''] = match(stdout, /^([0-9a-f]{64}) ([0-7]{1,4}) (\S+)$/, 'a digest, a mode and an owner')
    return nodeFacts.shape.vrrpAuth.parse({ digest, mode: mode.padStart(4, '0'), owner })
  },
}
