import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseJournalLine } from '../../electron/deploy/journal'
import { Course, deployment, ofCase } from './course'
import { obstacle, workshop } from './sandbox'

/**
 * The disk on which the runner keeps its state is full: from the start, in the middle, or for as long as somebody fills what is given back.
 * It is said, with the reason, and the host is as before.
 */
const why = obstacle()

const full = '/run/full'
/** Gives the state folder a disk of its own. */
const small = `mkdir ${full} && mount -t tmpfs -o size=8m none ${full} && cp -a /var/lib/hotpair/. ${full}/ && mount --bind ${full} /var/lib/hotpair`
/** The host's own folder has what is on it, for comparing. */
const large = `umount /var/lib/hotpair && rm -rf /var/lib/hotpair/* && cp -a ${full}/. /var/lib/hotpair/ && umount ${full} && rmdir ${full}`
const base = `/var/lib/hotpair/deployments/${deployment}`

describe.skipIf(why !== '')('a full disk', () => {
  let folder: string
  let course: Course
  beforeAll(async () => {
    folder = workshop()
    course = await Course.begin(folder, ofCase('debian-firewalld'))
  }, 120_000)
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  /** Prepares on a disk that `filled` fills; what a follower hears while it is full, and what is wrong with the host afterwards. */
  async function prepared(name: string, filled: string, emptied: string) {
    const host = course.delivered(name)
    const { status, output } = await course.run(
      host,
      `{ ${small} && ${filled}; } >&2 || exit 3
      hotpair prepare; echo "status $?"
      sh ${base}/bundle/hotpair.sh follow ${deployment} prepare 1 | sed 's/^/said: /'
      { ${emptied}; rm -f ${full}/most; } 2>/dev/null; ${large}`,
    )
    if (status !== 0) throw new Error(output)
    const lines = output.split('\n')
    const said = lines.flatMap((line) => (line.startsWith('said: ') ? [parseJournalLine(line.slice(6))] : []))
    const done = course.state(host) === 'prepared'
    return {
      status: lines.find((line) => line.startsWith('status ')),
      fault: said.find((line) => line?.event === 'failed')?.fault.code,
      why: said.findLast((line) => line?.event === 'why')?.why.code,
      last: said.at(-1),
      wrong: done ? [] : await course.bringBack(host, 'hotpair prepare', 'here', 0, null),
    }
  }
  const leaving = (kilobytes: number): string =>
    `fallocate -l $(( $(df --output=avail -k ${full} | tail -n 1) - ${String(kilobytes)} ))K ${full}/most`

  test.each([0, 4, 8, 20, 64, 252, 256, 260, 264, 268, 272, 276, 280, 284, 288, 300, 340, 360, 380])(
    'with %i KiB left',
    async (kilobytes) => {
      const { status, fault, why: reason, last, wrong } = await prepared(`left-${String(kilobytes)}`, leaving(kilobytes), ':')
      expect(status).toBe('status 1')
      expect([fault, reason]).toContain('no-space')
      expect(last).toMatchObject({ event: 'end', state: 'rolled-back' })
      expect(wrong).toEqual([])
    },
    60_000,
  )

  test('with enough left', async () => {
    expect(await prepared('enough', leaving(1024), ':')).toMatchObject({ status: 'status 0', wrong: [] })
  }, 60_000)

  test('that somebody keeps full', async () => {
    // Full once before anything begins: who is started beside may come too late.
    const hog = `cat /dev/zero >>${full}/most 2>/dev/null; (while :; do cat /dev/zero; done >>${full}/most 2>/dev/null & echo $! >/run/hog)`
    const { why: reason, last, wrong } = await prepared('hog', hog, 'kill $(cat /run/hog); rm /run/hog')
    expect(reason).toBe('no-space')
    expect(last?.event).toMatch(/^(end|lost)$/)
    expect(wrong).toEqual([])
  }, 60_000)
})
