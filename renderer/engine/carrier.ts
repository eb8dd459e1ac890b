/** Why the engine does not let this page in: wrong or missing token; another page is connected; another page has taken its place. */
export type Refusal = 'token' | 'busy' | 'taken'

/** What a wire tells the client. */
export interface CarrierListener {
  readonly opened: () => void
  /** One reply message, as JSON. */
  readonly received: (text: string) => void
  /** Gone; the wire tries again by itself. */
  readonly lost: () => void
  /** Not let in; only `reconnect` tries again. */
  readonly refused: (why: Refusal) => void
}

/** Carries texts between the page and the engine; knows no commands. */
export interface Carrier {
  /** Begins; called once. */
  start(listener: CarrierListener): void
  /** Only while it is open. */
  send(text: string): void
  /** Tries at once to get in (again). `take`: in place of the page that is connected. */
  reconnect(take?: boolean): void
  close(): void
}
