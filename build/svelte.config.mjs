import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

/** Also read by svelte-check. */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
}
