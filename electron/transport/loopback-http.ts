import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/** A file of the page with its headers. */
export interface Page {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface LoopbackHttpOptions {
  /** What is at a path; `connect`: where the page may connect to, for its CSP. */
  readonly page: (path: string, connect: string) => Page
  /** A listening socket that was inherited; else a random port of 127.0.0.1. */
  readonly fd?: number
}

export interface LoopbackHttp {
  readonly server: Server
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  /** What `Host` may be. */
  readonly hosts: readonly string[]
}

/** ms, for a whole request, however it trickles; how often they are looked at is half a minute by default. */
const times = { headersTimeout: 5000, requestTimeout: 10_000, keepAliveTimeout: 5000, connectionsCheckingInterval: 1000 }
/** ms */
const stalled = 15_000

/** Serves the page on 127.0.0.1, only there, and only to those who know it by that name. Raises when the socket cannot be had. */
export async function loopbackHttp({ page, fd }: LoopbackHttpOptions): Promise<LoopbackHttp> {
  let hosts: readonly string[] = []
  const server = createServer({ maxHeaderSize: 16 * 1024, ...times }, (request, response) => answer(request, response, hosts, page))
  // Of one that does not read its answer; a WebSocket has none.
  server.setTimeout(stalled, (socket) => socket.destroy())
  server.on('clientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(fd === undefined ? { host: '127.0.0.1', port: 0 } : { fd }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  if (address === null || typeof address === 'string' || address.address !== '127.0.0.1') {
    server.close()
    throw new Error('the socket that was inherited does not listen on 127.0.0.1')
  }
  hosts = [`127.0.0.1:${address.port}`, `localhost:${address.port}`]
  return { server, origin: `http://127.0.0.1:${address.port}`, hosts }
}

function answer(request: IncomingMessage, response: ServerResponse, hosts: readonly string[], page: LoopbackHttpOptions['page']): void {
  const { host } = request.headers
  const { status, headers, body } =
    host === undefined || !hosts.includes(host)
      ? plain(421, 'wrong Host')
      : request.method !== 'GET' && request.method !== 'HEAD'
        ? plain(405, 'only GET')
        : page(request.url ?? '', `ws://${host}`)
  response.writeHead(status, { ...headers, 'Content-Length': String(body.length) })
  response.end(request.method === 'HEAD' ? undefined : body)
}

const plain = (status: number, text: string): Page => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' },
  body: Buffer.from(`${text}\n`),
})
