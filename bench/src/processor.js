import { execFileSync, spawn } from 'node:child_process'
import { availableParallelism, cpus } from 'node:os'

const processors = availableParallelism()
const hasTaskset = processors > 1 && canRun('taskset', ['--version'])

/** Where servers run. The load has the other processor to itself. */
const serverProcessor = '0'
const loadProcessor = '1'

/** Moves this process, which is the load, away from the servers. */
export function pinLoad() {
  if (hasTaskset)
    execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', loadProcessor, String(process.pid)])
}

/**
 * Starts a module in a process of its own, as in production, and alone on its processor where that can be had.
 *
 * @param {URL} module
 * @param {readonly string[]} [parameters]
 * @param {Readonly<Record<string, string>>} [env] added to the environment.
 */
export function start(module, parameters = [], env = {}) {
  const node = [process.execPath, module.pathname, ...parameters]
  const [command, ...rest] = hasTaskset ? ['taskset', '--cpu-list', serverProcessor, ...node] : node
  return spawn(command, rest, {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
}

/**
 * Sends a message to a process and waits for its answer.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {unknown} message
 * @returns {Promise<any>}
 */
export function ask(child, message) {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`${child.spawnargs.join(' ')} ended before it answered`))
    child.once('exit', onExit)
    child.once('message', (answer) => {
      child.off('exit', onExit)
      resolve(answer)
    })
    child.send(/** @type {import('node:child_process').Serializable} */ (message))
  })
}

/** The machine, as a reader of the figures has to know it. */
export function machine() {
  const pinning = hasTaskset
    ? `server on processor ${serverProcessor}, load on ${loadProcessor}`
    : 'nothing pinned: taskset is missing, or there is one processor only'
  return `${cpus()[0]?.model.trim()}, ${processors} processors, Node ${process.version}, ${pinning}`
}

/**
 * @param {string} command
 * @param {readonly string[]} parameters
 */
function canRun(command, parameters) {
  try {
    execFileSync(command, parameters, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
