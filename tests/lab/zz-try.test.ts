import { expect, test } from 'vitest'
import { credentials, lab, on, onAll } from './support/lab'
import { json, plain } from './support/cli'
import { desk } from './support/pair'
import { snapshot, differences } from './support/hosts'
test('try', async () => {
  const given = credentials()
  await lab('reset')
  const time = async <T>(what: string, work: Promise<T>) => { const t = performance.now(); const r = await work; console.log(what, Math.round(performance.now() - t)); return r }
  const d = desk(given)
  const before = await time('snap', Promise.all(['nginx1','nginx2','nginx3'].map(snapshot)))
  const identity = differences(before[0]!, before[2]!)
  console.log('identity', identity)
  const det = await time('detect', json(d.operator, 'detect', [d.file]))
  console.log(det.exit, det.result.channels, det.result.findings, det.stderr)
  const p = await time('plan', plain(d.operator, 'plan', [d.file]))
  console.log(p.exit, p.stdout.slice(0,800), p.stderr)
  const dep = await time('deploy', json(d.operator, 'deploy', [d.file, '--yes']))
  console.log(dep.exit, dep.result.channels, dep.result.took, dep.result.failure, dep.stderr)
  const v = await time('verify', json(d.operator, 'verify', [d.file]))
  console.log(v.exit)
  const dr = await time('drill', plain(d.operator, 'drill', [d.file, '--seed']))
  console.log(dr.exit, dr.stdout, dr.stderr)
  const p2 = await time('plan', plain(d.operator, 'plan', [d.file]))
  console.log(p2.exit, p2.stdout.slice(0,800), p2.stderr)
  const dep2 = await time('deploy', json(d.operator, 'deploy', [d.file, '--yes']))
  console.log(dep2.exit, dep2.result)
  await time('control', on('nginx3', `systemctl mask --runtime nginx keepalived; DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -q -y --no-install-recommends --no-upgrade -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install nginx keepalived curl; systemctl unmask --runtime nginx keepalived; systemctl disable --now nginx keepalived`))
  const u = await time('undo', json(d.operator, 'undo', [d.file]))
  console.log(u.exit, u.result)
  const after = await time('snap', Promise.all(['nginx1','nginx2','nginx3'].map(snapshot)))
  console.log('1', differences(after[0]!, after[2]!), '2', differences(after[1]!, after[2]!))
  const p3 = await time('plan', plain(d.operator, 'plan', [d.file]))
  console.log(p3.exit, p3.stdout.slice(0,300), p3.stderr)
}, 300000)
