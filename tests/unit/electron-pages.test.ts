import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openPages, policy } from '../../electron/pages'

const folder = mkdtempSync(join(tmpdir(), 'hotpair-pages-'))
mkdirSync(join(folder, 'page/assets'), { recursive: true })
writeFileSync(join(folder, 'secret.txt'), 'secret')
writeFileSync(join(folder, 'page/index.html'), '<meta nonce="HOTPAIR-NONCE"><script src="./assets/a.js" nonce="HOTPAIR-NONCE"></script>')
writeFileSync(join(folder, 'page/assets/a.js'), 'const n = "HOTPAIR-NONCE"')
symlinkSync('../secret.txt', join(folder, 'page/link.txt'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const page = openPages(join(folder, 'page'))
const connect = 'ws://127.0.0.1:5000'

test('the policy allows our own files, and nothing inline or from elsewhere', () => {
  expect(policy('abc', connect)).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-abc'; img-src 'self' data:; font-src 'self'; " +
      "connect-src 'self' ws://127.0.0.1:5000; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
  expect(policy('abc', '')).toContain("connect-src 'self';")
  expect(policy('abc', connect)).not.toMatch(/unsafe|\*|https?:/)
})

test('each page has a nonce of its own, in its policy and where it belongs', () => {
  const nonces = ['/', '/index.html', '/?x=1'].map((path) => {
    const { status, headers, body } = page(path, connect)
    expect(status).toBe(200)
    const nonce = /'nonce-([A-Za-z0-9+/=]{24})'/.exec(headers['Content-Security-Policy'] ?? '')?.[1] ?? 'none'
    expect(body.toString()).toBe(`<meta nonce="${nonce}"><script src="./assets/a.js" nonce="${nonce}"></script>`)
    return nonce
  })
  expect(new Set(nonces).size).toBe(3)
})

test('headers', () => {
  expect(page('/', connect).headers).toMatchObject({
    'Content-Type': 'text/html; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  })
  const script = page('/assets/a.js', connect)
  expect(script.headers).toMatchObject({ 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'max-age=31536000, immutable' })
  expect(script.body.toString()).toBe('const n = "HOTPAIR-NONCE"')
})

describe('nothing else can be had', () => {
  test.each([
    '',
    '/secret.txt',
    '/../secret.txt',
    '../secret.txt',
    '/assets/../../secret.txt',
    '/assets/../index.html',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/..\\secret.txt',
    '/./index.html',
    '//index.html',
    '/index.html/',
    '/index.html\0',
    '/assets',
    '/assets/',
    '/link.txt',
    join(folder, 'secret.txt'),
    'file:///etc/passwd',
    'http://127.0.0.1/index.html',
    '/__proto__',
    '/constructor',
  ])('%j', (path) => {
    const { status, body, headers } = page(path, connect)
    expect([status, body.toString()]).toEqual([404, 'there is no such file\n'])
    expect(headers['Content-Security-Policy']).toBe("default-src 'none'")
  })
})

test('a page that was built anew is there when it is loaded', () => {
  writeFileSync(join(folder, 'page/assets/b.js'), '')
  expect(page('/assets/b.js', '').status).toBe(404)
  page('/', '')
  expect(page('/assets/b.js', '').status).toBe(200)
})
