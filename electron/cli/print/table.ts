import { visibleLine } from '../../domain/visible'

/** Columns as wide as their widest cell; East Asian wide characters count twice. A cell is one line, whatever a host says. */
export function table(given: readonly (readonly string[])[], indent = '  '): string {
  const rows = given.map((row) => row.map(visibleLine))
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, width(cell))))
  return rows
    .map((row) => indent + row.map((cell, i) => (i === row.length - 1 ? cell : padded(cell, widths[i] ?? 0))).join('  '))
    .map((line) => line.trimEnd())
    .join('\n')
}

/** Filled up to so many columns. */
export const padded = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - width(text)))

/** Columns that a text takes. */
export const width = (text: string): number =>
  Array.from(text).reduce(
    (sum, letter) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(letter) ? 2 : 1),
    0,
  )
