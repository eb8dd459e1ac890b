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
    projects: [
      {
        test: {
          ...common,
          name: 'engine',
          include: ['tests/{unit,contract,facts,plans}/**/*.test.ts', 'tests/architecture.test.ts'],
        },
      },
      // Minutes long: parts of `npm test` of their own (build/test.mjs), not of check.
      ...alone.map((name) => ({ test: { ...common, name, include: [`tests/${name}/**/*.test.ts`] } })),
      {
        // Packages as a browser gets them: apart, since with that the engine's tests would have ws and others without their server half.
        // Files say what they run in: // @vitest-environment happy-dom
        plugins: [svelte({ configFile: join(root, 'build/svelte.config.mjs') }), svelteTesting()],
        test: { ...common, name: 'renderer', include: ['tests/renderer/**/*.test.ts'] },
      },
      {
        // A real window; says why it is skipped where there is no Electron.
        test: { testTimeout: 60_000, name: 'electron', include: ['tests/app/electron/**/*.spec.ts'] },
      },
    ],
  },
})
