import { hotpair } from './program'

void hotpair(process.argv.slice(2), process.env).then((exit) => {
  process.exitCode = exit
})
