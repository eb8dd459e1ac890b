import { defineConfig } from 'vitest/config'
import { root } from './install.mjs'

/** Tests against the practice lab: build/test.mjs runs each file in the operator's place of a lab of its own. */
export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    include: ['tests/{lab,app}/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    // The tests of a file share its hosts.
    sequence: { concurrent: false },
  },
})
