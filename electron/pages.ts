import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

export interface Page {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** Vite writes this where a nonce belongs (build/vite.config.mjs). */
const placeholder = 'HOTPAIR-NONCE'

/**
 * What the page may do: run and show our own files, nothing else. `nonce` is for the style element that CodeMirror makes;
 * `connect` is where the engine listens, besides 'self'.
 */
export const policy = (nonce: string, connect: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", connect].filter((source) => source !== '').join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/**
 * The renderer's files below `folder`, by their path in an address (with or without a query). Only what lies there when the page
 * is loaded can be had, by its exact name: no path leads anywhere else, however it is written.
 * @returns a file with its headers; status 404 for everything else
 */
export function openPages(folder: string): (path: string, connect: string) => Page {
  let files = filesIn(folder)
  return (path, connect) => {
    const name = path.replace(/[?#].*$/s, '')
    const isStart = name === '/' || name === '/index.html'
    // A page that was built anew has other names.
    if (isStart) files = filesIn(folder)
    const file = files.get(isStart ? '/index.html' : name)
    if (file === undefined) return missing
    const isPage = extname(file) === '.html'
    const nonce = randomBytes(16).toString('base64')
    const content = readFileSync(file)
    return {
      status: 200,
      headers: {
        ...common,
        'Content-Type': types[extname(file)] ?? 'application/octet-stream',
        'Content-Security-Policy': policy(nonce, connect),
        // Vite's file names change with their content.
        'Cache-Control': isPage ? 'no-store' : 'max-age=31536000, immutable',
      },
      body: isPage ? Buffer.from(content.toString('utf8').replaceAll(placeholder, nonce)) : content,
    }
  }
}

const common = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

const missing: Page = {
  status: 404,
  headers: {
    ...common,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'",
    'Cache-Control': 'no-store',
  },
  body: Buffer.from('there is no such file\n'),
}

/** Address → file. Symbolic links are not followed. */
function filesIn(folder: string, address = '/'): Map<string, string> {
  // One level at a time: this is also how it works inside an asar archive.
  const found = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = join(folder, entry.name)
    if (entry.isDirectory()) return [...filesIn(file, `${address}${entry.name}/`)]
    return entry.isFile() ? [[`${address}${entry.name}`, file] as const] : []
  })
  return new Map(found)
}
