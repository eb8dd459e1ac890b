import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { root } from './install.mjs'

/** The renderer → dist/renderer, for app:// and for the browser face alike. */
export default defineConfig({
  root: join(root, 'renderer'),
  // One page under a scheme of our own: addresses are relative to it.
  base: './',
  cacheDir: join(root, 'node_modules/.cache/vite'),
  plugins: [svelte({ configFile: join(root, 'build/svelte.config.mjs') })],
  // Whoever serves the page puts a new one in its place each time (electron/pages.ts).
  html: { cspNonce: 'HOTPAIR-NONCE' },
  build: {
    outDir: join(root, 'dist/renderer'),
    emptyOutDir: true,
    target: 'es2022',
    // The CSP allows files of our own only: nothing inline, no data: but images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: {
        // Loaded when a screen needs them: each in one file.
        codeSplitting: {
          groups: [
            { name: 'editor', test: /node_modules[\\/](@codemirror|@lezer|style-mod|crelt|w3c-keyname|@marijn)[\\/]/ },
            { name: 'diff', test: /node_modules[\\/]diff[\\/]/ },
          ],
        },
      },
    },
  },
})
