import { hotpairFact, type NodeFacts } from '../domain/node-facts'
import { stateFolder } from '../domain/paths'
import { sh } from '../remote/sh'
import { properties, succeeded, type Fact } from './fact'

/** Our own folder: the deployment that is not finished, and the last confirmed one (resources/host/runner). */
export const hotpairState: Fact<NodeFacts['hotpair']> = {
  command: sh`for link in open last; do
  folder=${stateFolder}/$link
  [ -L "$folder" ] || continue
  printf '%s.deployment=%s\n' $link "$(basename "$(readlink "$folder")")"
  for name in state owner plan pair previous; do
    printf '%s.%s=%s\n' $link $name "$(head -c 1000 "$folder/$name" 2>/dev/null | tr '\n' ' ' | sed 's/ *$//')"
  done
done`,
  parse: (stdout, status) => {
    succeeded(status)
    const values = properties(stdout)
    const under = (link: string) =>
      values[`${link}.deployment`] === undefined
        ? null
        : Object.fromEntries(['deployment', 'state', 'owner', 'plan', 'pair'].map((name) => [name, values[`${link}.${name}`]]))
    return hotpairFact.parse({ open: under('open'), last: under('last') })
  },
}
