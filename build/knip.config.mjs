import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './install.mjs'

/** Installed for the wizard, whose first file is not here yet. */
const wizard = [
  '@axe-core/playwright',
  '@codemirror/*',
  '@lucide/svelte',
  '@sveltejs/vite-plugin-svelte',
  '@testing-library/svelte',
  '@types/ws',
  'bits-ui',
  'electron',
  'electron-builder',
  'eslint-plugin-svelte',
  'happy-dom',
  'playwright',
  'prettier-plugin-svelte',
  'ssh-config',
  'svelte',
  'svelte-check',
  'vite',
  'ws',
]
const here = (/** @type {string} */ file) => existsSync(join(root, file))

/** Dead code: files, exports, types and packages that nobody uses. What only tests use counts as used. */
export default {
  entry: ['electron/cli/main.ts', 'electron/{main,preload,browser}.ts', 'renderer/main.ts', 'build/*.mjs', 'tests/**/*.test.ts'],
  project: ['electron/**/*.ts', 'renderer/**/*.{ts,svelte}', 'tests/**/*.ts', 'build/**/*.mjs'],
  ignoreExportsUsedInFile: true,
  ignoreDependencies: here('renderer/main.ts') ? [] : wizard,
  // Programs of the system (ssh-keygen, …) are no packages.
  rules: { binaries: 'off' },
  vitest: { config: ['build/vitest.config.mjs', 'build/vitest.lab.config.mjs'] },
  eslint: { config: ['build/eslint.config.mjs'] },
}
