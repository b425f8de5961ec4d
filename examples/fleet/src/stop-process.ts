import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** Ends a process and waits until it is gone. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

/** Ends a process after some time. The option `timeout` of `spawn()` would keep this one running if the start failed. */
export function stopAfter(ms: number, child: ChildProcess): void {
  setTimeout(() => child.kill('SIGKILL'), ms).unref()
}
