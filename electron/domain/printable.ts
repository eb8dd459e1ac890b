/**
 * A host's text without what would steer a terminal or turn a line round (control characters, line and paragraph separators, bidirectional
 * formatting), each a blank: what is deleted could join the halves of a secret. Letters of other languages stay, or the redactor
 * (store/redaction.ts), which comes later, would not know a password that has some. Line breaks stay, too.
 */
export const printable = (text: string): string => text.replace(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, ' ')
