import { describe, expect, it } from 'vitest'
import { findingsEn } from '../../electron/contract/wording/findings.en'
import { findingText } from '../../electron/contract/finding'
import type { Finding } from '../../electron/domain/finding'
import { electionRules } from '../../electron/preflight/election'
import { preflight, wouldRefuse } from '../../electron/preflight/preflight'
import { context } from '../../electron/preflight/rule'
import { pairFacts, pairOf } from '../facts/healthy'
import { cases, vrrp, type Case } from './preflight-cases'

const found = (each: Case): Finding[] =>
  preflight(
    pairOf(each.pair),
    pairFacts(
      (facts) => {
        each.both?.(facts)
        each.change?.(facts)
      },
      (facts) => {
        each.both?.(facts)
        each.other?.(facts)
      },
    ),
  )
const short = ({ severity, rule, node }: Finding): string => [severity, rule, ...(node === undefined ? [] : [node])].join(' ')

describe('preflight', () => {
  it.each(cases)('$what', (each) => {
    expect(found(each).map(short).sort()).toEqual([...each.finds].sort())
  })

  it('puts errors first, and says the same of the same', () => {
    const all = preflight(
      pairOf({ firewall: 'leave' }),
      pairFacts(
        (facts) => {
          facts.firewall.ufwActive = true
          facts.selinux = 'enforcing'
          facts.os.systemd = null
          facts.lan.vrids = null
        },
        (facts) => {
          facts.lan.vrids = null
          facts.os.family = 'other'
        },
      ),
    )
    expect(all.map(({ severity }) => severity)).toEqual(
      [...all.map(({ severity }) => severity)].sort(
        (a, b) => ['error', 'warning', 'info'].indexOf(a) - ['error', 'warning', 'info'].indexOf(b),
      ),
    )
    expect(wouldRefuse(all)).toBe(true)
    expect(wouldRefuse(all.filter(({ severity }) => severity !== 'error'))).toBe(false)
    const { nginx1, nginx2 } = pairFacts()
    if (!nginx1 || !nginx2) throw new Error('two nodes')
    expect(preflight(pairOf({ firewall: 'leave' }), { nginx2, nginx1 })).toEqual(
      preflight(pairOf({ firewall: 'leave' }), { nginx1, nginx2 }),
    )
  })

  it('judges what has been read so far', () => {
    expect(preflight(pairOf(), {})).toEqual([])
    const { nginx1 } = pairFacts((facts) => {
      facts.lan = {
        vips: { '198.51.100.199': { state: 'used', mac: '02:68:70:00:00:02' } },
        vrids: [{ routerId: 66, source: '198.51.100.12' }],
      }
    })
    // It may be the other node that has the VIP and sends.
    if (nginx1) expect(preflight(pairOf(), { nginx1 })).toEqual([])
  })
})

describe('the election rule', () => {
  it('does not object to what a pair file can say', () => {
    for (const onNginxFailure of ['release', 'stop-keepalived'] as const)
      for (const preempt of [true, false])
        expect(electionRules.flatMap((rule) => rule(context(pairOf(vrrp({ onNginxFailure, preempt })), pairFacts())))).toEqual([])
  })
})

describe('wording', () => {
  // The election's faults cannot be made with a pair file of today.
  const extra: Finding[] = [
    {
      rule: 'vip-stays-on-failed-node',
      severity: 'error',
      node: 'nginx1',
      values: { situation: [{ node: 'nginx1', state: 'nginx-failed' }] },
    },
  ]
  const all = [...cases.flatMap(found), ...extra]

  it('has words for every rule, and no words for none', () => {
    expect(Object.keys(findingsEn).sort()).toEqual([...new Set(all.map(({ rule }) => rule))].sort())
  })

  it.each(Object.entries(findingsEn))('%s: every placeholder has a value, each time', (rule) => {
    for (const each of all.filter((finding) => finding.rule === rule))
      for (const text of Object.values(findingText(each))) expect(text).not.toMatch(/\{\w+\}/)
  })

  it('says things in short sentences', () => {
    for (const { fact, consequence, remedy } of Object.values(findingsEn)) {
      expect(fact.length).toBeLessThan(160)
      expect(consequence.length).toBeLessThan(160)
      expect(remedy.length).toBeLessThan(220)
    }
  })
})
