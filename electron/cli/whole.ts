import { HotpairError } from '../domain/failure'

/** The whole number that an option has. Raises usage: not-within. */
export const whole = (text: string, least: number, most: number, option: string): number => {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < least || number > most)
    throw new HotpairError('usage', { values: { reason: 'not-within', given: text, option, least, most } })
  return number
}
