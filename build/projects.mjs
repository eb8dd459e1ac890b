// The projects of vitest.config.mjs by name. Apart from it: build/test.mjs and build/check.mjs need the names before any package is installed.

/**
 * Folders of tests/ that are projects of their own, each a part of `npm test` and none of `npm run check`, the longest first: the runner
 * in its sandbox, the bench of hostile hosts, what is tried in thousands, programs as somebody starts them,
 * a walk through every screen in a browser.
 */
export const alone = ['runner', 'hostile', 'proofs', 'programs', 'walk']
/** The projects that make up `npm run check`. */
export const together = ['engine', 'doubles', 'renderer', 'electron']
