/** What nginx's health server is asked, in bash; to be sent to it. */
export const healthRequest = `printf 'GET /hotpair-health HTTP/1.0\\r\\nHost: hotpair\\r\\n\\r\\n'`
/** Succeeds when $answer is a good one: any 2xx or 3xx. */
export const isHealthy = `[[ $answer == HTTP/1.[01]' '[23]* ]]`

/**
 * The health check that keepalived runs. Without any tool: bash's /dev/tcp, 1 s for the answer, any 2xx or 3xx is healthy.
 * `stop-keepalived` is the seed's behaviour made to work: start nginx, and when it stays unhealthy stop keepalived, so that the VIP moves.
 */
export const checkScript = (healthPort: number): string => `#!/bin/bash
# Written by Hotpair. Exit status 0: nginx on this node is healthy. keepalived runs it every second or two.
healthy() {
  {
    ${healthRequest} >&3 && IFS= read -r -t 1 -u 3 answer
  } 3<>/dev/tcp/127.0.0.1/${String(healthPort)} 2>/dev/null || return 1
  ${isHealthy}
}

healthy && exit 0
[ "\${1-}" = stop-keepalived ] || exit 1

systemctl start nginx.service 2>/dev/null
for _ in 1 2 3; do
  sleep 0.2
  healthy && exit 0
done
# waiting here for keepalived, which waits for this script, would last until its timeout
systemctl --no-block stop keepalived.service
exit 1
`
