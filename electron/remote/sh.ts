/**
 * The only way to build a remote command: every value is quoted, so that nothing from a file, a form or a host can
 * become shell. `run()` takes nothing but Sh.
 */
export class Sh {
  readonly text: string
  private constructor(text: string) {
    this.text = text
  }
  /** Only the tag below makes one. */
  static make(text: string): Sh {
    return new Sh(text)
  }
}

export type ShValue = string | number | Sh | readonly (string | number | Sh)[]

/** POSIX single quotes: everything is literal but the quote itself. NUL cannot be passed to a program at all. */
export function quote(value: string): string {
  if (value.includes('\0')) throw new TypeError('a NUL character cannot be part of a command')
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}

const render = (value: ShValue): string => {
  if (value instanceof Sh) return value.text
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') return String(value)
  return value.map(render).join(' ')
}

/** `sh`: values are quoted, lists become words, another Sh is put in as it is. */
export function sh(strings: TemplateStringsArray, ...values: ShValue[]): Sh {
  return Sh.make(String.raw({ raw: strings.raw }, ...values.map(render)))
}
