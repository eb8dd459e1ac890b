import type { z } from 'zod'
import { listenFact } from '../domain/node-facts'
import { sh } from '../remote/sh'
import { lines, match, succeeded, type Fact } from './fact'

type Listen = z.output<typeof listenFact>

/** TCP ports in use, with the process where it is known. Any user names a process: what is not printable becomes "?". */
export const listening: Fact<Listen[]> = {
  command: sh`sockets=$(ss -ltnpH) || exit
printf '%s\n' "$sockets" | tr -c '\n -~' '?'`,
  bytes: 524_288,
  parse: (stdout, status) => {
    succeeded(status)
    const found = lines(stdout)
      .filter((line) => line.trim() !== '')
      .map((line) => {
        // LISTEN 0 511 0.0.0.0:80 0.0.0.0:* users:(("nginx",pid=1,fd=6))
        const [local = '', users = ''] = match(line, /^LISTEN\s+\d+\s+\d+\s+(\S+)\s+\S+\s*(.*)$/, 'a listening socket')
        const [address = '', port = ''] = match(local, /^(.*):(\d+)$/, 'an address with its port')
        return listenFact.parse({
          address: address.replace(/^\[(.*)\]$/, '$1'),
          port: Number(port),
          process: /\(\("([^"]*)"/.exec(users)?.[1] ?? '',
        })
      })
    // The order of ss is by chance.
    return found.sort((a, b) => a.port - b.port || (a.address < b.address ? -1 : 1))
  },
}
