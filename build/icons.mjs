// Makes resources/icons/* from hotpair.svg; the results are committed. Needs rsvg-convert (Debian: librsvg2-bin).
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stdout } from 'node:process'
import { root } from './install.mjs'

const folder = join(root, 'resources/icons')
/** @param {number} size */
const draw = (size) =>
  execFileSync('rsvg-convert', ['--width', String(size), '--height', String(size), join(folder, 'hotpair.svg')], {
    maxBuffer: 16 * 1024 * 1024,
  })

/** @param {number} value */
const uint32be = (value) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** Windows: a directory of PNGs. @param {Map<number, Buffer>} images */
function ico(images) {
  const header = Buffer.alloc(6)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.size, 4)
  let offset = 6 + 16 * images.size
  const entries = [...images].map(([size, png]) => {
    const entry = Buffer.alloc(16)
    // 0 is 256.
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(32, 6)
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += png.length
    return entry
  })
  return Buffer.concat([header, ...entries, ...images.values()])
}

/** macOS: PNGs by type; the second of a pair is for screens of twice the density. @param {(size: number) => Buffer} image */
function icns(image) {
  const types = /** @type {const} */ ([
    ['ic11', 32],
    ['ic12', 64],
    ['ic07', 128],
    ['ic13', 256],
    ['ic08', 256],
    ['ic14', 512],
    ['ic09', 512],
    ['ic10', 1024],
  ])
  const blocks = types.map(([type, size]) => {
    const png = image(size)
    return Buffer.concat([Buffer.from(type), uint32be(png.length + 8), png])
  })
  const body = Buffer.concat(blocks)
  return Buffer.concat([Buffer.from('icns'), uint32be(body.length + 8), body])
}

/** @type {Map<number, Buffer>} */
const drawn = new Map()
/** @param {number} size */
const image = (size) => {
  const png = drawn.get(size) ?? draw(size)
  drawn.set(size, png)
  return png
}

// The names that electron-builder looks for on Linux.
for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) writeFileSync(join(folder, `${size}x${size}.png`), image(size))
writeFileSync(join(folder, 'icon.ico'), ico(new Map([16, 24, 32, 48, 64, 128, 256].map((size) => [size, image(size)]))))
writeFileSync(join(folder, 'icon.icns'), icns(image))
stdout.write(`${folder}: drawn\n`)
