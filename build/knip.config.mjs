/** @import { KnipConfig } from 'knip' */

/** Dead code: files, exports, types and packages that nobody uses. What only tests use counts as used. */
export default /** @satisfies {KnipConfig} */ ({
  entry: [
    'electron/cli/main.ts',
    'electron/{main,preload,browser}.ts',
    'build/*.mjs',
    'tests/**/*.{test,spec}.ts',
    'tests/app/screenshots.ts',
    // tests bundle and start them
    'tests/lab/drill-alone.ts',
    'tests/proofs/crowd.ts',
    // build/hostile.mjs bundles and starts them
    'tests/hostile/{engine,guard,run,record}.ts',
  ],
  project: ['electron/**/*.ts', 'renderer/**/*.{ts,svelte}', 'tests/**/*.ts', 'build/**/*.mjs'],
  ignoreExportsUsedInFile: true,
  // build/check.mjs runs it.
  ignoreDependencies: ['svelte-check'],
  // Programs of the system (ssh-keygen, …) are no packages.
  rules: { binaries: 'off' },
  vite: { config: ['build/vite.config.mjs'] },
  vitest: { config: ['build/vitest.config.mjs', 'build/vitest.lab.config.mjs'] },
  eslint: { config: ['build/eslint.config.mjs'] },
})
