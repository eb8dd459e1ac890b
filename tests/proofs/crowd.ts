import { connect } from 'node:net'

/**
 * Processes of this machine that do not know the token and mean no good, as one of their own (argv: port, kind, how many at once, and for
 * `flood` how many in all). It never closes what it has opened. Prints how many were connected and how many the other side has ended.
 */

const [port, kind, wanted, total] = [Number(process.argv[2]), process.argv[3] ?? '', Number(process.argv[4]), Number(process.argv[5] ?? 0)]
const host = `127.0.0.1:${String(port)}`
const upgrade = (origin: string): string =>
  `GET /engine HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`
const firstWords = {
  refused: upgrade('http://evil.example'),
  silent: '',
  'upgraded and silent': upgrade(`http://${host}`),
  'a request that does not end': `GET / HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `,
} as const
type Kind = keyof typeof firstWords
const kinds = Object.keys(firstWords) as Kind[]

let made = 0
let connected = 0
let ended = 0
const one = (words: string): void => {
  // Never ends its own half.
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
    connected += 1
    socket.write(words)
    if (!words.endsWith('X-Slow: ')) return
    const trickle = setInterval(() => socket.write('x'), 200)
    socket.once('close', () => clearInterval(trickle))
  })
  let isOver = false
  const over = (): void => {
    if (!isOver) ended += 1
    isOver = true
  }
  socket.on('data', () => undefined)
  socket.on('error', () => undefined)
  socket.on('end', over)
  socket.once('close', () => {
    over()
    // A flood comes back at once.
    if (total > 0 && made < total) next()
  })
}
function next(): void {
  made += 1
  one(total > 0 ? firstWords[kinds[made % kinds.length] ?? 'silent'] : firstWords[kind as Kind])
}

for (let i = 0; i < wanted; i += 1) next()
const report = (): void => void process.stdout.write(`${JSON.stringify({ connected, ended })}\n`)
setInterval(report, 100)
// A flood that is held back by the server's limit goes on with new ones.
if (total > 0) setInterval(() => made < total && next(), 1)
