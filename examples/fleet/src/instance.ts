import { fork } from 'node:child_process'
import { once } from 'node:events'
import { stopAfter, stopProcess } from './stop-process.ts'

/** An API in a process of its own. */
export interface Instance {
  readonly name: string
  readonly url: string
}

/** Starts an instance with environment variables. Its process ends after `timeoutMs` at the latest. */
export function startInstance(
  name: string,
  file: 'express-instance.js' | 'fastify-instance.js',
  variables: Readonly<Record<string, string>>,
  timeoutMs: number,
): { readonly listening: Promise<Instance>; stop(): Promise<void> } {
  const child = fork(new URL(file, import.meta.url), { env: { ...process.env, ...variables } })
  stopAfter(timeoutMs, child)
  const failure = once(child, 'exit').then(([status]) => {
    throw new Error(`${name} ended with status ${status} before it was listening`)
  })
  return {
    listening: Promise.race([once(child, 'message').then(([url]) => ({ name, url: String(url) })), failure]),
    stop: () => stopProcess(child),
  }
}
