/** What a host may say in the place of a name: paths, lines, shell, specials of systemd's unit names, what is not seen, and too much. */
export const evilNames: readonly string[] = [
  '../../../tmp/evil',
  '20261122T154134-a1b2c3/../../../tmp/evil',
  '20261122T154134-a1b2c3/',
  '/tmp/evil',
  '.',
  '..',
  '-x',
  '20261122T154134-a1b2c3\nreboot',
  'x\n20261122T154134-a1b2c3',
  '20261122T154134-a1b2c3\n',
  '20261122T154134-a1b2c3\r',
  '20261122T154134-a1b2c3\topen',
  ' 20261122T154134-a1b2c3',
  '$(touch /tmp/evil)',
  '`touch /tmp/evil`',
  '20261122T154134-a1b2c3; reboot',
  "'\"; reboot; '",
  '20261122T154134-a1b2c3.service',
  '20261122T154134-a1b2c3@%n%H',
  '20261122T154134-A1B2C3',
  '20261122T154134-a1b2c',
  '20261122T154134-a1b2c3\u0000',
  '20261122T154134-a1b2c3\u202e',
  '２０２６1122T154134-a1b2c3',
  '\u001b]0;evil\u0007\u001b[2J',
  'hand-20261122154134-0123456*',
  'x'.repeat(100_000),
  '20261122T154134-a1b2c3'.repeat(1000),
]

/** Every letter that a terminal or a page obeys, or that is not seen; line feeds and tabs excepted. Written apart from the code's own. */
export const obeyed: readonly string[] = [
  ...Array.from({ length: 0x20 }, (_, code) => String.fromCodePoint(code)).filter((letter) => letter !== '\n' && letter !== '\t'),
  ...Array.from({ length: 0x21 }, (_, i) => String.fromCodePoint(0x7f + i)),
  ...['\u061c', '\u200e', '\u200f', '\u2028', '\u2029', '\ufeff'],
  ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'],
]

/** Those of a text. */
export const obeyedIn = (text: string): string[] => obeyed.filter((letter) => text.includes(letter))
