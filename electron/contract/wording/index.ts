import type { Language } from '../language'
import * as checksEn from './checks.en'
import * as checksZhCN from './checks.zh-CN'
import * as deploymentEn from './deployment.en'
import * as deploymentZhCN from './deployment.zh-CN'
import { failuresEn, hostsEn } from './failures.en'
import { failuresZhCN, hostsZhCN } from './failures.zh-CN'
import { findingsEn } from './findings.en'
import { findingsZhCN } from './findings.zh-CN'
import { expectedEn, issuePlaceEn, issuesEn } from './issues.en'
import { expectedZhCN, issuePlaceZhCN, issuesZhCN } from './issues.zh-CN'
import * as profilesEn from './profiles.en'
import * as profilesZhCN from './profiles.zh-CN'
import * as unitsEn from './units.en'
import * as unitsZhCN from './units.zh-CN'
import { aspectsEn, changesEn, conditionsOfAspectsEn, valuesEn } from './values.en'
import { aspectsZhCN, changesZhCN, conditionsOfAspectsZhCN, valuesZhCN } from './values.zh-CN'

/** The engine's words by language: every face says the same. */
export const findingWords: Readonly<Record<Language, typeof findingsEn>> = { en: findingsEn, 'zh-CN': findingsZhCN }

const failures = { failures: failuresEn, hosts: hostsEn }
export const failureWords: Readonly<Record<Language, typeof failures>> = {
  en: failures,
  'zh-CN': { failures: failuresZhCN, hosts: hostsZhCN },
}

const issues = { issues: issuesEn, expected: expectedEn, place: issuePlaceEn }
export const issueWords: Readonly<Record<Language, typeof issues>> = {
  en: issues,
  'zh-CN': { issues: issuesZhCN, expected: expectedZhCN, place: issuePlaceZhCN },
}

const values = { ...valuesEn, aspects: aspectsEn, conditions: conditionsOfAspectsEn, changes: changesEn }
export const valueWords: Readonly<Record<Language, typeof values>> = {
  en: values,
  'zh-CN': { ...valuesZhCN, aspects: aspectsZhCN, conditions: conditionsOfAspectsZhCN, changes: changesZhCN },
}

const checks = {
  checks: checksEn.checksEn,
  checkReasons: checksEn.checkReasonsEn,
  losses: checksEn.lossesEn,
  checkNotes: checksEn.checkNotesEn,
  drillKinds: checksEn.drillKindsEn,
  drillPhases: checksEn.drillPhasesEn,
  marks: checksEn.marksEn,
  drillReasons: checksEn.drillReasonsEn,
  nodeStates: checksEn.nodeStatesEn,
  afterwards: checksEn.afterwardsEn,
}
export const checkWords: Readonly<Record<Language, typeof checks>> = {
  en: checks,
  'zh-CN': {
    checks: checksZhCN.checksZhCN,
    checkReasons: checksZhCN.checkReasonsZhCN,
    losses: checksZhCN.lossesZhCN,
    checkNotes: checksZhCN.checkNotesZhCN,
    drillKinds: checksZhCN.drillKindsZhCN,
    drillPhases: checksZhCN.drillPhasesZhCN,
    marks: checksZhCN.marksZhCN,
    drillReasons: checksZhCN.drillReasonsZhCN,
    nodeStates: checksZhCN.nodeStatesZhCN,
    afterwards: checksZhCN.afterwardsZhCN,
  },
}

const deployment = {
  doings: deploymentEn.doingsEn,
  effects: deploymentEn.effectsEn,
  journalEvents: deploymentEn.journalEventsEn,
  beginnings: deploymentEn.beginningsEn,
  verbs: deploymentEn.verbsEn,
  faults: deploymentEn.faultsEn,
  because: deploymentEn.becauseEn,
  whys: deploymentEn.whysEn,
  warnings: deploymentEn.warningsEn,
  standings: deploymentEn.standingsEn,
  stages: deploymentEn.stagesEn,
  conditions: deploymentEn.conditionsEn as Readonly<Record<keyof typeof deploymentEn.conditionsEn, string>>,
}
export const deploymentWords: Readonly<Record<Language, typeof deployment>> = {
  en: deployment,
  'zh-CN': {
    doings: deploymentZhCN.doingsZhCN,
    effects: deploymentZhCN.effectsZhCN,
    journalEvents: deploymentZhCN.journalEventsZhCN,
    beginnings: deploymentZhCN.beginningsZhCN,
    verbs: deploymentZhCN.verbsZhCN,
    faults: deploymentZhCN.faultsZhCN,
    because: deploymentZhCN.becauseZhCN,
    whys: deploymentZhCN.whysZhCN,
    warnings: deploymentZhCN.warningsZhCN,
    standings: deploymentZhCN.standingsZhCN,
    stages: deploymentZhCN.stagesZhCN,
    conditions: deploymentZhCN.conditionsZhCN,
  },
}

const profiles = {
  names: profilesEn.profileNamesEn,
  recommendations: profilesEn.recommendationsEn,
  faults: profilesEn.faultsOfProfilesEn,
  calibration: profilesEn.calibrationEn as Readonly<Record<keyof typeof profilesEn.calibrationEn, string>>,
  problems: profilesEn.calibrationProblemsEn,
}
export const profileWords: Readonly<Record<Language, typeof profiles>> = {
  en: profiles,
  'zh-CN': {
    names: profilesZhCN.profileNamesZhCN,
    recommendations: profilesZhCN.recommendationsZhCN,
    faults: profilesZhCN.faultsOfProfilesZhCN,
    calibration: profilesZhCN.calibrationZhCN,
    problems: profilesZhCN.calibrationProblemsZhCN,
  },
}

const units = {
  questions: unitsEn.unitQuestionsEn,
  done: unitsEn.unitDoneEn,
  effects: unitsEn.unitEffectsEn,
  notes: unitsEn.unitNotesEn,
  refusals: unitsEn.unitRefusalsEn,
}
export const unitWords: Readonly<Record<Language, typeof units>> = {
  en: units,
  'zh-CN': {
    questions: unitsZhCN.unitQuestionsZhCN,
    done: unitsZhCN.unitDoneZhCN,
    effects: unitsZhCN.unitEffectsZhCN,
    notes: unitsZhCN.unitNotesZhCN,
    refusals: unitsZhCN.unitRefusalsZhCN,
  },
}
