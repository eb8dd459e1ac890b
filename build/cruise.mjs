// Enforces build/rooms.mjs with dependency-cruiser. `node build/cruise.mjs` prints what is against it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { argv, stdout } from 'node:process'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'
import { root } from './install.mjs'
import { keepers, pathOf, rooms } from './rooms.mjs'

/** @typedef {import('dependency-cruiser').IRegularForbiddenRuleType & { name: string }} Rule */

/** @param {string} text */
const literally = (text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
/** Everything in these rooms. @param {string[]} names */
const inRooms = (names) => names.map(pathOf)
/** These packages, installed or not. @param {string[]} names */
const inPackages = (names) => names.map((name) => `(^|(^|/)node_modules/(@types/)?)${literally(name)}(/|$)`)

/** What npm gave us, or would give us were it installed. */
const npm = /** @type {const} */ (['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown', 'unknown'])
/** Files of this repository that are not installed. */
const ours = '^(electron|renderer|resources|build|tests)/'

/** @type {Rule[]} */
const rules = [
  {
    name: 'no-circular',
    comment: 'two files that need each other are one file, or lack a third',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-unknown-room',
    comment: 'every folder and file of electron/ is a room of build/rooms.mjs',
    severity: 'error',
    from: { path: '^electron/', pathNot: inRooms(Object.keys(rooms)) },
    to: {},
  },
  ...Object.entries(rooms).flatMap(([name, room]) => rulesOf(name, room)),
  ...Object.entries(keepers).flatMap(([name, keeper]) => keeperRules(name, keeper)),
]

/**
 * @param {string} name
 * @param {{ rooms: string[], types?: string[] }} keeper
 * @returns {Rule[]}
 */
function keeperRules(name, { rooms: keeping, types = [] }) {
  const rule = {
    name: `only-${keeping.join('-')}-imports-${name}`,
    comment: `${name} is for ${keeping.join(', ')}`,
    severity: /** @type {const} */ ('error'),
  }
  const path = inPackages([name])
  // The folder of our own that is called electron is not the package: it is local.
  /** @type {Rule} */
  const nothing = { ...rule, from: { pathNot: inRooms([...keeping, ...types]) }, to: { path, dependencyTypesNot: ['local'] } }
  if (types.length === 0) return [nothing]
  /** @type {Rule} */
  const onlyTypes = {
    ...rule,
    from: { path: inRooms(types), pathNot: inRooms(keeping) },
    to: { path, dependencyTypesNot: ['local', 'type-only'] },
  }
  return [nothing, onlyTypes]
}

/**
 * @param {string} name
 * @param {import('./rooms.mjs').Room} room
 * @returns {Rule[]}
 */
function rulesOf(name, { imports, types = [], packages, node, resources = [] }) {
  const from = { path: inRooms([name]) }
  const severity = /** @type {const} */ ('error')
  const open = [...inRooms([name, ...imports]), ...resources.map((folder) => `^resources/${literally(folder)}/`)]
  const rule = (/** @type {string} */ what, /** @type {string} */ comment, /** @type {Rule['to']} */ to) => ({
    name: `${name}-imports-${what}`,
    comment,
    severity,
    from,
    to,
  })
  return [
    rule('rooms', `${name} may import ${imports.join(', ') || 'nothing of ours'}`, { path: ours, pathNot: [...open, ...inRooms(types)] }),
    ...(types.length > 0
      ? [
          rule('values', `${name} may import only types of ${types.join(', ')}`, {
            path: inRooms(types),
            dependencyTypesNot: ['type-only'],
          }),
        ]
      : []),
    ...(packages === 'any'
      ? []
      : [
          rule('packages', `${name} may use ${packages.join(', ')}`, {
            dependencyTypes: [...npm],
            pathNot: [ours, ...inPackages(packages)],
          }),
        ]),
    ...(node === 'any'
      ? []
      : [
          rule('node', `${name} may use ${node.length > 0 ? `of Node.js: ${node.join(', ')}` : 'nothing of Node.js'}`, {
            dependencyTypes: ['core'],
            ...(node.length > 0 ? { pathNot: node.map((module) => `^(node:)?${literally(module)}$`) } : {}),
          }),
        ]),
  ]
}

/**
 * @typedef {object} Violation
 * @property {string} rule
 * @property {string} comment
 * @property {string} from
 * @property {string} to
 */

/**
 * Reads every import below `folder` (a clone, or a planted tree that looks like one).
 * @param {string} [folder]
 * @returns {Promise<{ files: number, violations: Violation[] }>}
 */
export async function violations(folder = root) {
  const result = await cruise(
    ['electron', 'renderer'].filter((name) => existsSync(join(folder, name))),
    {
      baseDir: folder,
      ruleSet: { forbidden: rules },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      moduleSystems: ['es6', 'cjs', 'tsd'],
    },
    {
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.svelte', '.json', '.d.ts'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  )
  if (typeof result.output === 'string') throw new Error(result.output)
  const comments = new Map(rules.map(({ name, comment }) => [name, comment ?? '']))
  return {
    files: result.output.modules.filter(({ source }) => /^(electron|renderer)\//.test(source)).length,
    violations: result.output.summary.violations.map((violation) => ({
      rule: violation.rule.name,
      comment: comments.get(violation.rule.name) ?? '',
      from: violation.from,
      to: violation.cycle ? violation.cycle.map(({ name }) => name).join(' → ') : violation.to,
    })),
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const found = await violations()
  for (const { rule, comment, from, to } of found.violations) stdout.write(`${from} → ${to}\n    ${rule}: ${comment}\n`)
  stdout.write(`${String(found.files)} files, ${String(found.violations.length)} against build/rooms.mjs\n`)
  process.exitCode = found.violations.length > 0 || found.files < 100 ? 1 : 0
}
