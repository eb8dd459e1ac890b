import { defineConfig } from 'vitest/config'
import { root } from './install.mjs'

/** Tests without hosts: `npm run check`. Those with hosts: vitest.lab.config.mjs. */
export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    include: ['tests/{unit,contract,facts,plans}/**/*.test.ts', 'tests/architecture.test.ts'],
    testTimeout: 30_000,
    // No color codes in logs.
    env: { NO_COLOR: '1' },
  },
})
