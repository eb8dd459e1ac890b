import type { z } from 'zod'
import { osFact } from '../domain/node-facts'
import { sh } from '../remote/sh'
import { lines, succeeded, Unreadable, type Fact } from './fact'

const shape = osFact.pick({ id: true, versionId: true, prettyName: true, family: true })

const debian = ['debian', 'ubuntu']
// Some say no ID_LIKE at all: openEuler, Kylin, Anolis, OpenCloudOS, TencentOS.
const rhel = ['rhel', 'centos', 'fedora', 'rocky', 'almalinux', 'ol', 'amzn', 'openeuler', 'anolis', 'opencloudos', 'tencentos', 'kylin']

// Values are quoted as in shell (os-release(5)).
const unquoted = (value: string): string => value.replace(/^(['"])(.*)\1$/, '$2').replace(/\\(["'$`\\])/g, '$1')

/** Distribution and its family, by os-release(5). */
export const osRelease: Fact<z.output<typeof shape>> = {
  command: sh`cat /etc/os-release 2>/dev/null || cat /usr/lib/os-release`,
  parse: (stdout, status) => {
    succeeded(status)
    const values = new Map(
      lines(stdout)
        .filter((line) => /^[A-Z0-9_]+=/.test(line))
        .map((line) => [line.slice(0, line.indexOf('=')), unquoted(line.slice(line.indexOf('=') + 1).trim())]),
    )
    const names = `${values.get('ID') ?? ''} ${values.get('ID_LIKE') ?? ''}`.toLowerCase().split(/\s+/)
    if (!values.has('ID') && !values.has('NAME')) throw new Unreadable('ID or NAME')
    const isOf = (family: readonly string[]) => names.some((name) => family.includes(name))
    return shape.parse({
      // os-release(5): "If not set, a default of linux may be used."
      id: values.get('ID') ?? 'linux',
      versionId: values.get('VERSION_ID') ?? '',
      prettyName: values.get('PRETTY_NAME') ?? values.get('NAME') ?? 'Linux',
      family: isOf(debian) ? 'debian' : isOf(rhel) ? 'rhel' : 'other',
    })
  },
}
