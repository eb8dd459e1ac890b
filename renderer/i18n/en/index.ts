import { app } from './app'
import { parts } from './parts'
import { home } from './home'
import { hosts } from './hosts'
import { detect } from './detect'
import { vip } from './vip'
import { preview } from './preview'
import { deploy } from './deploy'
import { verify } from './verify'
import { failover } from './failover'
import { pair } from './pair'
import { problems } from './problems'
import { failures } from './failures'

/** All words of the renderer, by screen. The type of every other language. */
export const en = { app, parts, home, hosts, detect, vip, preview, deploy, verify, failover, pair, problems, failures } as const
