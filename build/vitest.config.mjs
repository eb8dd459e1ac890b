import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'
import { root } from './install.mjs'
import { alone } from './projects.mjs'

const common = { testTimeout: 30_000, hookTimeout: 60_000 }
/** Tests without hosts: `npm run check`. Those with hosts: vitest.lab.config.mjs. */
export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    // They wait more than they compute.
    maxWorkers: availableParallelism() + 1,
    // What was compiled once is kept between runs.
    experimental: { fsModuleCache: true, fsModuleCachePath: 'node_modules/.cache/vitest-modules' },
    projects: [
      {
        test: {
          ...common,
          name: 'engine',
          // Modules are loaded once for many files, which is most of the time saved.
          isolate: false,
          include: ['tests/{unit,contract,facts,plans}/**/*.test.ts', 'tests/architecture.test.ts'],
        },
      },
      // Those that put doubles in place of modules: each loads its own.
      { test: { ...common, name: 'doubles', include: ['tests/doubles/**/*.test.ts'] } },
      // Minutes long: parts of `npm test` of their own (build/test.mjs), not of check.
      // Labs run beside them: what takes a second alone may take twenty.
      ...alone.map((name) => ({ test: { ...common, testTimeout: 120_000, name, include: [`tests/${name}/**/*.test.ts`] } })),
      {
        // Packages as a browser gets them: apart, since with that the engine's tests would have ws and others without their server half.
        // Files say what they run in: // @vitest-environment happy-dom
        plugins: [svelte({ configFile: join(root, 'build/svelte.config.mjs') }), svelteTesting()],
        test: { ...common, name: 'renderer', isolate: false, include: ['tests/renderer/**/*.test.ts'] },
      },
      {
        // A real window; says why it is skipped where there is no Electron.
        test: { testTimeout: 60_000, name: 'electron', include: ['tests/app/electron/**/*.spec.ts'] },
      },
    ],
  },
})
