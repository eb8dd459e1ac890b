import { electionFaults, policiesOf } from '../domain/election'
import { finding, type Rule } from './rule'

/** A node with failed nginx that keeps the VIP while a healthy one is there: the seed's `weight 2` with nopreempt. */
const staysOnFailedNode: Rule = ({ pair }) => {
  const [fault] = policiesOf(pair).flatMap(electionFaults)
  if (!fault) return []
  const situation = Object.entries(fault.situation).map(([node, state]) => ({ node, state }))
  return [finding('error', 'vip-stays-on-failed-node', { situation }, fault.node)]
}

export const electionRules: readonly Rule[] = [staysOnFailedNode]
