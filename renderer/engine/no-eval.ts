import { z } from 'zod'

// Zod compiles schemas with `new Function` where it may; the CSP forbids it and would report every try. It is decided when a schema
// is made, so this module is imported before any schema: first in main.ts.
z.config({ jitless: true })
