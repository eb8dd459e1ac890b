import script from '../../resources/host/hotpair.sh?raw'
import { Client } from 'ssh2'
let n = 0
console.log('cli', process.argv.slice(2), script.length, typeof Client, process.stdin.isTTY)
process.on('SIGINT', () => { n++; console.log('SIGINT', n); setTimeout(() => { console.log('graceful', n); process.exit(7) }, 1500) })
if (process.argv[2] === 'wait') setInterval(() => {}, 1000)
else if (process.argv[2] === 'keytar') void import('keytar').then((k) => console.log(Object.keys(k)))
else process.exitCode = 2
