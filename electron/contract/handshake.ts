import { z } from 'zod'

/** The largest message from a face to the engine, in bytes: a pair file is far smaller. Replies are our own and not bounded. */
export const largestMessage = 1024 * 1024

/** The one channel of the desktop's IPC, for both directions. */
export const ipcChannel = 'hotpair'

/** The first message of the browser face: who cannot say the token is not let in. `take`: in place of the page that is connected. */
export const helloMessage = z.strictObject({ type: z.literal('hello'), token: z.string().max(128), take: z.boolean().optional() })
/** Its answer; from then on requestMessage and replyMessage. */
export const welcomeMessage = z.strictObject({ type: z.literal('welcome') })

/** Why the engine closes a WebSocket (4000–4999 are free to use, RFC 6455 §7.4.2). */
export const closeCodes = {
  /** The token is missing or wrong: the address that was printed carries the right one. */
  token: 4001,
  /** Another page is connected. */
  busy: 4002,
  /** Too many messages that cannot be understood. */
  nonsense: 4003,
  /** A person said in another page: use Hotpair here. */
  taken: 4004,
} as const
