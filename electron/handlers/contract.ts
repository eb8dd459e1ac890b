import { homedir } from 'node:os'
import { z } from 'zod'
import { version } from '../../package.json'
import type { Handlers } from '../contract/wire'
import { sitesOf } from '../domain/site'
import { vipText } from '../domain/vip'
import { AcceptedKeys } from '../engine/accepted-keys'
import { assemble, type Assembled } from '../engine/assemble'
import { journalsOfPair } from '../engine/deployments'
import { Tasks } from '../engine/tasks'
import { openLog } from '../store/log'
import { hostHandlers } from './hosts'
import { pairHandlers, planHandlers } from './pair'
import { pairsHandlers } from './pairs'
import { secretHandlers } from './secrets'
import { taskHandlers } from './tasks'
import { watched } from './watched'

/** What a window or a page brings. */
export interface Face {
  readonly face: 'desktop' | 'browser'
  /** BCP 47 tag of the system. */
  readonly locale: string
  readonly pickFolder: () => Promise<string | null>
  readonly pickFile: () => Promise<string | null>
  /** Opens the site of a pair in the system's browser; null: the page itself is in one. */
  readonly openSite: ((address: string) => Promise<void>) | null
  /** File with the practice lab's credentials, when the engine runs in one. */
  readonly practiceLab?: string
}

/** The whole contract, for one window or page. */
export interface OpenContract {
  readonly handlers: Handlers
  /** True while something changes hosts: closing now must be warned of. */
  readonly busy: () => boolean
  /** Cancels what runs, with its undo, and waits for its end. */
  readonly endAll: () => Promise<void>
  /** Nobody looks any more: what was kept for the next question is closed. Tasks go on. */
  readonly pageGone: () => void
}

/** Puts the engine together for a window or a page, and answers the whole contract with it. */
export async function openContract(face: Face): Promise<OpenContract> {
  const accepted = new AcceptedKeys()
  const { practiceLab } = face
  const assembled = await assemble({
    isRightKey: (key) => accepted.has(key),
    asksOften: true,
    ...(practiceLab === undefined ? {} : { practiceLab }),
  })
  const { engine, desk, redact, log } = assembled
  const tasks = new Tasks()
  const main = pairHandlers(engine)
  const handlers: Handlers = {
    ...main,
    ...planHandlers(engine),
    ...hostHandlers(engine),
    ...secretHandlers(desk),
    ...pairsHandlers(desk),
    ...taskHandlers(tasks, main),
    ...appHandlers(face, assembled),
    'host-key.accept': (key) => {
      accepted.accept(key)
      // a node whose key was not known may be one that is left alone for a while
      engine.connections?.closeAll()
      return Promise.resolve({})
    },
    'deployment.journal': (input, call) => journalsOfPair(engine, input, call),
  }
  return {
    handlers: watched(handlers, redact, openLog(log, redact)),
    busy: () => tasks.busy(),
    endAll: () => tasks.endAll(),
    pageGone: () => {
      engine.connections?.closeAll()
    },
  }
}

type AppHandlers = Pick<Handlers, `app.${'start' | 'settings' | 'pick-folder' | 'pick-file'}` | 'site.open'>

const appHandlers = (face: Face, { desk, keychain, lab }: Assembled): AppHandlers => ({
  'app.start': async () => ({
    version,
    face: face.face,
    locale: face.locale,
    platform: process.platform,
    settings: (await desk.settings.read()) ?? { language: 'system', theme: 'system' },
    keychain: { available: keychain.available, problem: keychain.problem },
    lab: lab === null ? null : { pair: z.json().parse(lab.pair) },
    home: homedir(),
  }),
  'app.settings': async (wanted) => {
    await desk.settings.write(wanted)
    return {}
  },
  'app.pick-folder': async () => ({ path: await face.pickFolder() }),
  'app.pick-file': async () => ({ path: await face.pickFile() }),
  // The address is made here, of what is stored: a page can name a pair, but no address.
  'site.open': async ({ pair, vip }) => {
    const { openSite } = face
    const site = openSite && sitesOf(await desk.pairs.load(pair)).find((each) => vipText(each.vip) === vip)
    if (!site) return { opened: false }
    await openSite(site.address)
    return { opened: true }
  },
})
