import usage from '../../resources/host/runner/00-usage.sh?raw'
import journal from '../../resources/host/runner/10-journal.sh?raw'
import lock from '../../resources/host/runner/20-lock.sh?raw'
import deadMan from '../../resources/host/runner/30-dead-man.sh?raw'
import files from '../../resources/host/runner/40-files.sh?raw'
import newTree from '../../resources/host/runner/50-new-tree.sh?raw'
import steps from '../../resources/host/runner/60-steps.sh?raw'
import verbs from '../../resources/host/runner/70-verbs.sh?raw'
import wayBack from '../../resources/host/runner/80-way-back.sh?raw'
import follow from '../../resources/host/runner/85-follow.sh?raw'
import byHand from '../../resources/host/runner/90-by-hand.sh?raw'
import entrance from '../../resources/host/runner/99-entrance.sh?raw'
import unit from '../../resources/host/steps/unit.sh?raw'
import packagesApt from '../../resources/host/steps/packages-apt.sh?raw'
import packagesRpm from '../../resources/host/steps/packages-rpm.sh?raw'
import vrrpPassword from '../../resources/host/steps/vrrp-password.sh?raw'
import nginx from '../../resources/host/steps/nginx.sh?raw'
import keepalived from '../../resources/host/steps/keepalived.sh?raw'
import tryCheckScript from '../../resources/host/steps/try-check-script.sh?raw'

const fragments = [usage, journal, lock, deadMan, files, newTree, steps, verbs, wayBack, follow, byHand, entrance]

/** hotpair.sh: the fragments of the runner in their order. `header`: comment lines that name the bundle. */
export const runner = (header: string): string =>
  fragments
    .map((fragment) => fragment.replace(/^# shellcheck shell=sh\n/m, ''))
    .join('\n')
    .replace('#@HEADER@', () => header)

/** Programs of steps that are more than one call, as they lie in a bundle. What is particular to nginx, keepalived or a package manager is in these. */
const programs: Readonly<Record<string, string>> = {
  'steps/unit.sh': unit,
  'steps/packages-apt.sh': packagesApt,
  'steps/packages-rpm.sh': packagesRpm,
  'steps/vrrp-password.sh': vrrpPassword,
  'steps/nginx.sh': nginx,
  'steps/keepalived.sh': keepalived,
  'steps/try-check-script.sh': tryCheckScript,
}

/** The text of a step's program. Throws TypeError for one that is not there. */
export function program(path: string): string {
  const text = programs[path]
  if (text === undefined) throw new TypeError(`no program ${path}`)
  return text
}
