import type { Said } from './keepalived-log'

/** Fields of a record by systemd about a unit (systemd.journal-fields(7)). */
export interface UnitRecord {
  readonly MESSAGE?: string | undefined
  readonly UNIT?: string | undefined
  readonly MESSAGE_ID?: string | undefined
  readonly JOB_TYPE?: string | undefined
  readonly EXIT_CODE?: string | undefined
  readonly EXIT_STATUS?: string | undefined
}

/** systemd's catalogue of messages (sd-messages.h): the same in every version and language. */
export const messages = {
  started: '39f53479d3a045ac8e11786248231fbf',
  failed: 'be02cf6855d2428ba40df7e9d022f03d',
  stopping: 'de5b426a63be47a7b6ac3eaac82e2f6f',
  stopped: '9d1aaa27d60140bd96365438aad20286',
  reloaded: '7b05ebc668384222baa8881179cfda54',
  succeeded: '7ad2d189f7e94e70a38c781354912448',
  processExited: '98e322203f7a4ed290d09fe03c09fe15',
  journalStarted: 'f77379a8490b408bbe5f6940505a777b',
} as const

const drillUnit = /^hotpair-drill-([A-Za-z0-9-]{1,64})-heal\.(timer|service)$/

/** What systemd says of a unit; undefined: nothing that is asked for. */
export function saidBySystemd(record: UnitRecord): Said | undefined {
  const { UNIT: unit = '', MESSAGE_ID: id } = record
  switch (unit) {
    case 'nginx.service':
    case 'keepalived.service':
      return ofService(unit === 'nginx.service' ? 'nginx' : 'keepalived', record)
    case 'hotpair-nginx.service':
      return id === messages.stopping ? { what: 'nginx-leaving' } : undefined
    case 'shutdown.target':
      return id === messages.started ? { what: 'shutting-down' } : undefined
    default: {
      const [, drill, kind] = drillUnit.exec(unit) ?? []
      if (drill === undefined) return undefined
      if (kind === 'timer' && id === messages.started) return { what: 'drill-armed', drill }
      // the timer is stopped by who ended the fault; the service is what the node does by itself
      return kind === 'timer' && id === messages.stopped ? { what: 'drill-ended', drill } : undefined
    }
  }
}

function ofService(name: 'nginx' | 'keepalived', record: UnitRecord): Said | undefined {
  switch (record.MESSAGE_ID) {
    case messages.started:
      return { what: `${name}-started` }
    case messages.reloaded:
      return { what: `${name}-reloaded` }
    case messages.stopping:
      return { what: `${name}-stopping` }
    case messages.stopped:
      return { what: `${name}-stopped`, restarts: record.JOB_TYPE === 'restart' }
    case messages.failed:
      return name === 'nginx' ? { what: 'nginx-start-failed' } : undefined
    // it has ended by itself, or is being stopped
    case messages.succeeded:
      return { what: `${name}-ended`, signal: null }
    case messages.processExited: {
      // of a program that systemd runs before or after it the same is said
      if (!(record.MESSAGE ?? '').includes(': Main process exited, ')) return undefined
      const killed = record.EXIT_CODE === 'killed' || record.EXIT_CODE === 'dumped'
      return { what: `${name}-ended`, signal: killed && /^\d{1,3}$/.test(record.EXIT_STATUS ?? '') ? Number(record.EXIT_STATUS) : null }
    }
    default:
      return undefined
  }
}
