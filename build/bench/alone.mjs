// One bench at a time on a machine: two would take each other's labs, and measure each other.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { exit, stderr } from 'node:process'

/** Goes on as the only bench, or ends with 75. The name is free again as soon as this process has ended, however it did (unix(7), abstract). */
export async function alone() {
  const server = createServer().listen('\0hotpair-bench')
  server.unref()
  try {
    await once(server, 'listening')
  } catch {
    stderr.write('another bench is running on this machine\n')
    exit(75)
  }
}
