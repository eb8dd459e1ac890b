import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Connections of those who have not said the token: at most `most`, and the oldest goes first. Whoever comes is let in, so that nobody
 * who fills the room can keep the rightful page out; and descriptors stay for it and for SSH (1,024 are a usual limit).
 *
 * More than the backlog of a listening socket (511): what has waited there is accepted at one go, and the page may be the first of it.
 */
const most = 640

export interface Strangers {
  /** It has said the token: it counts no more, and is never put out. */
  trust(socket: Duplex): void
  /** No more watching. */
  end(): void
}

/** Watches every connection of a server from its beginning. */
export function watchStrangers(server: Server, limit = most): Strangers {
  // In the order of their coming.
  const strangers = new Set<Duplex>()
  const come = (socket: Duplex): void => {
    strangers.add(socket)
    socket.once('close', () => strangers.delete(socket))
    if (strangers.size <= limit) return
    const [oldest] = strangers
    if (oldest === undefined) return
    // Now, not at its 'close': many may come before that.
    strangers.delete(oldest)
    oldest.destroy()
  }
  server.on('connection', come)
  return {
    trust: (socket) => void strangers.delete(socket),
    end: () => server.off('connection', come),
  }
}
