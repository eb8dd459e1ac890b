import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import globals from 'globals'
import svelte from 'eslint-plugin-svelte'
import tseslint from 'typescript-eslint'
import { root } from './install.mjs'

/** What both Node.js and a browser have, and is I/O all the same. */
const io = new Set([
  'BroadcastChannel',
  'console',
  'EventSource',
  'fetch',
  'localStorage',
  'navigator',
  'sessionStorage',
  'WebSocket',
  'XMLHttpRequest',
])

/**
 * Forbids these globals, but for those of the language itself.
 * @param {string[]} names
 */
const without = (names) => ({
  'no-restricted-globals': /** @type {[severity: 'error', ...names: string[]]} */ ([
    'error',
    ...new Set(names.filter((name) => !(name in globals.es2025) && (io.has(name) || !(name in globals['shared-node-browser'])))),
  ]),
})

const noRandom = { object: 'Math', property: 'random', message: 'not for secrets; take node:crypto' }

/** Globals that these rooms must do without (tests/architecture.test.ts plants some). */
export const rooms = [
  {
    files: ['electron/domain/**', 'electron/contract/**'],
    rules: without([...io, ...Object.keys(globals.node), ...Object.keys(globals.browser)]),
  },
  { files: ['renderer/**'], rules: without(Object.keys(globals.node).filter((name) => !(name in globals.browser))) },
]

export default defineConfig(
  { ignores: ['dist/', 'out/', 'node_modules/', 'coverage/', 'tests/plans/*/', 'tests/facts/**/*.json'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,mts,mjs,js,cjs}', '**/*.svelte'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: {
      globals: globals.node,
      parserOptions: { projectService: true, tsconfigRootDir: root },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'a union of strings is enough' },
        { selector: 'ExportDefaultDeclaration', message: 'export by name: it is then called the same everywhere' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => doIt()` is the usual way to hand on a call.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      // A type parameter that is used once, and `keyof T & string`, may say what is meant.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // `Result<void>` and the like.
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true, allowInGenericTypeArguments: true }],
    },
  },
  {
    files: ['renderer/**'],
    extends: [svelte.configs.recommended],
    // It means every Set, Map and Date, also those that never leave a function.
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    // The types in them are svelte-check's: with a type service for each of them this would take minutes.
    files: ['renderer/**/*.svelte'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { parser: tseslint.parser, projectService: false, project: false } },
    rules: {
      // Output of hosts is data.
      'svelte/no-at-html-tags': 'error',
      // `let { … } = $props()`: the rule that knows Svelte does the same.
      'prefer-const': 'off',
      // As for every TypeScript: the compiler knows better.
      'no-undef': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
    },
  },
  // Runes in TypeScript are TypeScript.
  { files: ['renderer/**/*.svelte.ts'], languageOptions: { parser: tseslint.parser } },
  {
    files: ['electron/**', 'renderer/**'],
    rules: { 'no-restricted-properties': ['error', noRandom] },
  },
  {
    // The one place that writes to a terminal makes a host's text harmless; a question needs the terminal itself.
    files: ['electron/cli/**'],
    ignores: ['electron/cli/terminal.ts', 'electron/cli/prompt.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        noRandom,
        ...['stdout', 'stderr'].map((property) => ({ object: 'process', property, message: 'take terminal.ts' })),
      ],
    },
  },
  ...rooms,
  {
    files: ['tests/**'],
    rules: {
      // A test may be sure of what it planted.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['build/**', '**/*.d.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      // A cast in a comment is not seen.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
)
