import { sh } from '../remote/sh'
import { lines, match, succeeded, type Fact } from './fact'

/** Where packages and our files go. */
const places = ['/', '/etc', '/var', '/usr']

/** Free bytes of the file systems we write to, by path. */
export const free: Fact<Record<string, number>> = {
  command: sh`set -- ${places}
df -Pk "$@" | { read -r head && for path; do read -r line && printf '%s %s\n' "$path" "$line"; done; }`,
  parse: (stdout, status) => {
    succeeded(status)
    const found = lines(stdout).map((line): [string, number] => {
      // PATH DEVICE BLOCKS USED AVAILABLE CAPACITY MOUNT; a device's name may have blanks.
      const [path = '', available = ''] = match(line, /^(\S+) .*\s\d+\s+\d+\s+(-?\d+)\s+(?:\d+%|-)\s+\/.*$/, 'a line of df')
      return [path, Math.max(0, Number(available) * 1024)]
    })
    match(found.map(([path]) => path).join(' '), new RegExp(`^${places.join(' ')}$`), 'all paths')
    return Object.fromEntries(found)
  },
}
