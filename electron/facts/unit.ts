import { unitFact, type UnitFact } from '../domain/node-facts'
import { sh } from '../remote/sh'
import { properties, succeeded, type Fact } from './fact'

/** State of a unit. A unit that does not exist, or a host without systemd, has no UnitFileState. */
export const unitState = (unit: string): Fact<UnitFact> => ({
  command: sh`[ -d /run/systemd/system ] || { printf 'ActiveState=inactive\nUnitFileState=\n'; exit 0; }
systemctl show --property=ActiveState,UnitFileState ${unit}`,
  parse: (stdout, status) => {
    succeeded(status)
    const { ActiveState: active, UnitFileState: enabled } = properties(stdout)
    return unitFact.parse({ active, enabled })
  },
})
