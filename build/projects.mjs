// The projects of vitest.config.mjs by name. Apart from it: build/test.mjs and build/check.mjs need the names before any package is installed.

/** Folders of tests/ that are projects of their own: the runner in its sandbox, the bench of hostile hosts. Parts of `npm test`. */
export const alone = ['runner', 'hostile']
/** The projects that make up `npm run check`. */
export const together = ['engine', 'renderer', 'electron']
