import type { Language } from '../language'
import * as checksEn from './checks.en'
import { failuresEn, hostsEn } from './failures.en'
import { findingsEn, type FindingWords } from './findings.en'
import { reasonsEn } from './reasons.en'

/** The engine's words by language: every face says the same. */
export const findingWords: Readonly<Record<Language, Readonly<Record<string, FindingWords>>>> = { en: findingsEn, 'zh-CN': findingsEn }

export const failureWords = {
  en: { failures: failuresEn, hosts: hostsEn, reasons: reasonsEn, thePair: 'the pair' },
  'zh-CN': { failures: failuresEn, hosts: hostsEn, reasons: reasonsEn, thePair: '热备组' },
} as const

const checks = {
  checks: checksEn.checksEn,
  checkReasons: checksEn.checkReasonsEn,
  checkNotes: checksEn.checkNotesEn,
  drillKinds: checksEn.drillKindsEn,
  drillPhases: checksEn.drillPhasesEn,
  marks: checksEn.marksEn,
  drillReasons: checksEn.drillReasonsEn,
  nodeStates: checksEn.nodeStatesEn,
  afterwards: checksEn.afterwardsEn,
} as const
export const checkWords = { en: checks, 'zh-CN': checks } as const
