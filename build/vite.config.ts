// For `vite -c build/vite.config.ts`.
export { default } from "./vite.config.mjs"
