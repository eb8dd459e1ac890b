import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'
import { root } from './install.mjs'

/** Tests without hosts: `npm run check`. Those with hosts: vitest.lab.config.mjs. */
export default defineConfig({
  root,
  // For the renderer's tests, which say what they run in: // @vitest-environment happy-dom
  plugins: [svelte({ configFile: join(root, 'build/svelte.config.mjs') }), svelteTesting()],
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    include: ['tests/{unit,contract,facts,plans,renderer}/**/*.test.ts', 'tests/architecture.test.ts'],
    testTimeout: 30_000,
  },
})
