import type { Language } from '../language'
import * as checksEn from './checks.en'
import * as failuresEn from './failures.en'
import { findingsEn, type FindingWords } from './findings.en'

/** The engine's words by language: every face says the same. Of checks and failures by the name of their table. */
export const findingWords: Readonly<Record<Language, Readonly<Record<string, FindingWords>>>> = { en: findingsEn, 'zh-CN': findingsEn }
export const failureWords = { en: failuresEn, 'zh-CN': failuresEn } as const
export const checkWords = { en: checksEn, 'zh-CN': checksEn } as const
