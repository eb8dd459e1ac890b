/** The languages that Hotpair speaks; English is the one that the others are translated from. */
export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]

/** The language for a BCP 47 tag of the system. */
export const languageFor = (tag: string): Language => (/^zh\b/i.test(tag) ? 'zh-CN' : 'en')
