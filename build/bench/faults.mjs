// The faults as a table: what is done to the holder, how it is made good, and what should come of it.

/** @typedef {'none' | 'released' | 'silent' | 'late'} Floor which part of VRRP's formula is the least; `late`: with the time until it is found */
/**
 * @typedef {object} Goal
 * @property {number} [ms] downtime, median, at most
 * @property {number} [formula] times the formula's
 * @property {number} [lost] requests, median, at most
 * @property {number} [never] requests lost in this many tries together: 0
 * @property {true} [answers] after the fault is healed the VIP answers, and no silence is longer than the formula's
 */
/**
 * @typedef {object} FaultKind
 * @property {string} title
 * @property {'silent' | 'released'} floor which part of VRRP's formula a takeover takes
 * @property {readonly string[] | string} inject a verb of the lab for the holder (with NODE in its place), or what a shell in it runs
 * @property {readonly string[] | string} heal
 * @property {Goal} slow goal of the default
 * @property {Goal} fast goal of fast and calibrated
 * @property {number} [tries] in each round, of fast and calibrated
 * @property {'heal'} [measured] the goal is about its heal
 */

// Each file of nginx's configuration is kept beside what is not read. `return` of a server comes before every location's.
const sick = `set -e; mkdir -p /root/kept; cp -a /etc/nginx/. /root/kept/
for file in /etc/nginx/nginx.conf /etc/nginx/conf.d/*.conf /etc/nginx/sites-available/*; do
  [ ! -f "$file" ] || sed -i -E 's/^([[:space:]]*)server[[:space:]]*[{]/\\1server { return 503;/' "$file"
done
nginx -t -q && systemctl reload nginx`
const well = 'cp -a /root/kept/. /etc/nginx/ && systemctl reload nginx'
/** What starts what does not run, also where the recipe has stopped keepalived. */
const start = 'systemctl start nginx; systemctl start keepalived'
const soon = { ms: 50 }
const found = { ms: 500 }
const foundSoon = { ms: 250 }
const planned = { slow: { lost: 1 }, fast: { never: 20 }, tries: 2 }
const silent = { formula: 1.2 }
const dead = { slow: { formula: 1.05 }, fast: { ms: 100 } }

/** @satisfies {Record<string, FaultKind>} */
export const faults = {
  'nginx-stopped': { title: 'nginx stopped', floor: 'released', inject: 'systemctl stop nginx', heal: start, slow: soon, fast: soon },
  'nginx-killed': {
    title: 'nginx killed (SIGKILL, all its processes)',
    floor: 'released',
    inject: 'pkill -KILL -x nginx',
    heal: start,
    slow: soon,
    fast: soon,
  },
  'nginx-unrestartable': {
    title: 'nginx stopped, its program moved away',
    floor: 'released',
    inject: 'mv /usr/sbin/nginx /usr/sbin/nginx.away; systemctl stop nginx',
    heal: `mv /usr/sbin/nginx.away /usr/sbin/nginx; systemctl reset-failed nginx; ${start}`,
    slow: soon,
    fast: soon,
  },
  'nginx-hangs': {
    title: 'nginx hangs (SIGSTOP)',
    floor: 'released',
    inject: 'pkill -STOP -x nginx',
    heal: `pkill -CONT -x nginx; ${start}`,
    slow: found,
    fast: foundSoon,
  },
  'nginx-5xx': { title: 'nginx answers 503', floor: 'released', inject: sick, heal: `${well}; ${start}`, slow: found, fast: foundSoon },
  'nginx-restart': { title: '`systemctl restart nginx`', floor: 'released', inject: 'systemctl restart nginx', heal: start, ...planned },
  'keepalived-stopped': { title: 'keepalived stopped', floor: 'released', inject: 'systemctl stop keepalived', heal: start, ...planned },
  'keepalived-killed': {
    title: 'keepalived killed (SIGKILL, all its processes)',
    floor: 'silent',
    inject: 'pkill -KILL -x keepalived',
    heal: `systemctl reset-failed keepalived; ${start}`,
    slow: silent,
    fast: silent,
  },
  'keepalived-frozen': {
    title: 'keepalived frozen (SIGSTOP)',
    floor: 'silent',
    inject: 'pkill -STOP -x keepalived',
    heal: `pkill -CONT -x keepalived; ${start}`,
    slow: silent,
    fast: silent,
  },
  'keepalived-reload': {
    title: '`systemctl reload keepalived`',
    floor: 'released',
    inject: 'systemctl reload keepalived',
    heal: start,
    ...planned,
  },
  // Until Hotpair has a command for it: what it would do.
  switchover: {
    title: 'planned switchover (keepalived restarted)',
    floor: 'released',
    inject: 'systemctl restart keepalived',
    heal: start,
    ...planned,
  },
  'power-loss': { title: 'power loss', floor: 'silent', inject: ['kill', 'NODE'], heal: ['boot', 'NODE'], ...dead },
  'link-cut': { title: 'link cut', floor: 'silent', inject: ['cut', 'NODE'], heal: ['heal', 'NODE'], ...dead },
  'host-frozen': { title: 'host frozen', floor: 'silent', inject: ['freeze', 'NODE'], heal: ['thaw', 'NODE'], ...dead },
  split: {
    title: 'split: VRRP blocked (goal: its heal)',
    floor: 'silent',
    inject: [
      'switch',
      'nft',
      'add table bridge split; add chain bridge split f { type filter hook forward priority 0; }; add rule bridge split f ip protocol 112 drop',
    ],
    heal: ['switch', 'nft', 'delete table bridge split'],
    slow: { answers: true },
    fast: { answers: true },
    measured: 'heal',
  },
}
/** @typedef {keyof typeof faults} FaultName */
export const faultNames = /** @type {FaultName[]} */ (Object.keys(faults))
