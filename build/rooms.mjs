// Who may import whom: the table of the house, as data. dependency-cruiser (build/cruise.mjs) and ESLint (build/eslint.config.mjs)
// enforce it, tests/architecture.test.ts shows that they do. What is not in here is forbidden.

/**
 * @typedef {object} Room
 * @property {string[]} imports rooms, besides itself
 * @property {string[]} [types] rooms of which it may import types only
 * @property {string[] | 'any'} packages of npm
 * @property {string[] | 'any'} node Node.js modules, without `node:`
 * @property {string[]} [resources] folders of resources/ whose files it may bundle
 */

const below = ['domain', 'disk', 'remote', 'facts', 'preflight', 'plan', 'checks', 'drills', 'deploy', 'export', 'store']

/** A room is a folder of electron/, a file there, or renderer/. @type {Record<string, Room>} */
export const rooms = {
  // No I/O. It also holds the schemas of what travels between the rooms (failures, facts, plans, checks, drills): the engine may
  // not import contract, so what both sides name lives below both.
  domain: { imports: [], packages: ['zod', 'ipaddr.js'], node: [] },
  contract: { imports: ['domain'], packages: ['zod'], node: [] },

  // How files of this machine that a user has named are opened: the same for the key of a node and for a pair.
  disk: { imports: [], packages: [], node: 'any' },
  remote: { imports: ['disk', 'domain'], packages: 'any', node: 'any' },
  facts: { imports: ['remote', 'domain'], packages: ['zod', 'yaml', 'ipaddr.js'], node: ['crypto'], resources: ['host'] },
  // Pure: from values to values.
  preflight: { imports: ['domain'], types: ['facts'], packages: ['zod', 'ipaddr.js'], node: [] },
  plan: { imports: ['domain'], types: ['facts'], packages: ['zod', 'ipaddr.js', 'diff'], node: ['crypto'], resources: ['host'] },
  checks: { imports: ['remote', 'facts', 'domain'], packages: 'any', node: 'any' },
  drills: { imports: ['checks', 'remote', 'facts', 'domain'], packages: 'any', node: 'any' },
  deploy: { imports: ['plan', 'checks', 'remote', 'facts', 'domain'], packages: 'any', node: 'any' },
  export: { imports: ['plan', 'disk', 'domain'], packages: 'any', node: 'any' },
  store: { imports: ['disk', 'domain'], packages: 'any', node: 'any' },

  // The one place that puts the rooms below together, for every face.
  engine: { imports: [...below, 'contract'], packages: 'any', node: 'any' },
  handlers: { imports: [...below, 'engine', 'contract'], packages: 'any', node: 'any' },
  transport: { imports: ['contract'], packages: 'any', node: 'any' },

  // The entries: they build everything and decide nothing.
  cli: { imports: [...below, 'engine', 'contract', 'handlers', 'transport'], packages: 'any', node: 'any' },
  'main.ts': { imports: [...below, 'engine', 'contract', 'handlers', 'transport', 'shell'], packages: 'any', node: 'any' },
  'browser.ts': { imports: [...below, 'engine', 'contract', 'handlers', 'transport', 'shell'], packages: 'any', node: 'any' },
  // Bundled alone into a sandbox that has no Node.js.
  'preload.ts': { imports: ['contract'], packages: ['electron'], node: [] },
  // The other files in electron/ itself: the window, its menu, the files it is served.
  shell: { imports: ['contract', 'disk', 'domain'], packages: 'any', node: 'any' },

  // preflight is pure: the form is judged by the rules that judge the pair.
  renderer: { imports: ['contract', 'domain', 'preflight'], packages: 'any', node: [] },
}

/** These packages only in these rooms; types of them also in those of `types`. @type {Record<string, { rooms: string[], types?: string[] }>} */
export const keepers = {
  ssh2: { rooms: ['remote'] },
  'node-ssh': { rooms: ['remote'] },
  keytar: { rooms: ['store'] },
  // Loading it from plain Node.js starts a download.
  electron: { rooms: ['main.ts', 'window.ts', 'preload.ts'], types: ['shell'] },
}

/**
 * Where a room lies, as a regular expression on paths from the top level. `window.ts` is a file of the room `shell`.
 * @param {string} room
 */
export function pathOf(room) {
  if (room === 'renderer') return '^renderer/'
  if (room === 'shell') return String.raw`^electron/(?!(main|browser|preload)\.ts$)[^/]+\.ts$`
  return room.endsWith('.ts') ? `^electron/${room.replace('.', String.raw`\.`)}$` : `^electron/${room}/`
}
