import { chromium, type Browser, type BrowserContext, type Page } from 'playwright'
import { Hand } from './hand'
import type { Face } from './face'
import { DeployScreen } from './pages/deploy'
import { DetectScreen } from './pages/detect'
import { FailoverScreen } from './pages/failover'
import { HomeScreen } from './pages/home'
import { HostsScreen } from './pages/hosts'
import { PairScreen } from './pages/pair'
import { PreviewScreen } from './pages/preview'
import { VerifyScreen } from './pages/verify'
import { VipScreen } from './pages/vip'
import { Words } from './words'

/** Debian's Chromium, or the one that CHROMIUM names. */
export const browserProgram = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
export const openBrowser = (env: Readonly<Record<string, string>> = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: browserProgram,
    env: { ...process.env, ...env },
    // Its sandbox does not work for root; it sees nothing but our own page.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })

/** A person at the wizard: one page of a browser with every screen's page object, and what went wrong in the page itself. */
export class Visit {
  readonly page: Page
  readonly words = new Words('en')
  readonly hand = new Hand()
  /** Errors of the page and of its console: there must be none. */
  readonly troubles: string[] = []
  readonly home: HomeScreen
  readonly hosts: HostsScreen
  readonly detect: DetectScreen
  readonly vip: VipScreen
  readonly preview: PreviewScreen
  readonly deploy: DeployScreen
  readonly verify: VerifyScreen
  readonly failover: FailoverScreen
  readonly pair: PairScreen
  readonly #context: BrowserContext

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context
    this.page = page
    page.on('pageerror', (error) => this.troubles.push(error.message))
    page.on('console', (message) => {
      // That the engine is gone is told by the page itself.
      if (message.type() === 'error' && !message.text().includes('WebSocket')) this.troubles.push(message.text())
    })
    this.home = new HomeScreen(this)
    this.hosts = new HostsScreen(this)
    this.detect = new DetectScreen(this)
    this.vip = new VipScreen(this)
    this.preview = new PreviewScreen(this)
    this.deploy = new DeployScreen(this)
    this.verify = new VerifyScreen(this)
    this.failover = new FailoverScreen(this)
    this.pair = new PairScreen(this)
  }

  static async open(browser: Browser, face: Pick<Face, 'address'>, size = { width: 1280, height: 800 }): Promise<Visit> {
    const context = await browser.newContext({ viewport: size, locale: 'en-US', acceptDownloads: true })
    const visit = new Visit(context, await context.newPage())
    await visit.come(face)
    return visit
  }

  /** Opens the address that the face has printed; `place` is where in it. */
  async come(face: Pick<Face, 'address'>): Promise<void> {
    await this.page.goto(face.address)
    await this.page.getByRole('heading', { level: 1 }).waitFor()
  }

  close(): Promise<void> {
    return this.#context.close()
  }
}
