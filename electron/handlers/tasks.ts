import { commands, type TaskCommand } from '../contract/commands'
import type { Call, Handlers } from '../contract/wire'
import type { Tasks } from '../engine/tasks'

type TaskHandlers = Pick<Handlers, `task.${'start' | 'list' | 'follow' | 'cancel'}`>

/** @param main the handlers of what can be a task */
export const taskHandlers = (tasks: Tasks, main: Pick<Handlers, TaskCommand>): TaskHandlers => ({
  'task.start': ({ command, input }) =>
    Promise.resolve({ task: tasks.start(command, pairNameIn(input), (call) => run(main, command, input, call)) }),
  'task.list': () => Promise.resolve({ tasks: tasks.list() }),
  'task.follow': ({ task }, call) => tasks.follow(task, call),
  'task.cancel': ({ task }) => {
    tasks.cancel(task)
    return Promise.resolve({})
  },
})

/** A task is started with what came over the wire: parsed here, like every request. */
async function run(main: Pick<Handlers, TaskCommand>, command: TaskCommand, input: unknown, call: Call): Promise<unknown> {
  const handler = main[command] as (input: unknown, call: Call) => Promise<unknown>
  return commands[command].output.parse(await handler(commands[command].input.parse(input), call))
}

function pairNameIn(input: unknown): string {
  const pair = input !== null && typeof input === 'object' && 'pair' in input ? input.pair : null
  return pair !== null && typeof pair === 'object' && 'name' in pair && typeof pair.name === 'string' ? pair.name : ''
}
