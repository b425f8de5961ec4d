import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { LambdaEvent } from './events.ts'

/** What a handler returns to Lambda. */
export interface LambdaResult {
  readonly statusCode: number
  readonly headers?: Readonly<Record<string, string>>
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>
  readonly body: string
}

/** A function in a process of its own, which is frozen between two invocations. */
export class LambdaFunction {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Starts a cold process and waits until its init phase has ended. */
  static async start(file: string, env: Readonly<Record<string, string>>): Promise<LambdaFunction> {
    const { PATH = '' } = process.env
    const child = spawn(process.execPath, [join(import.meta.dirname, 'runtime.js'), file], {
      env: { PATH, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    // A frozen process does not notice that its parent has ended.
    process.once('exit', () => child.kill('SIGKILL'))
    await answerOf(child)
    child.kill('SIGSTOP')
    return new LambdaFunction(child)
  }

  /** Thaws the process, and freezes it as soon as it has answered. */
  async invoke(event: LambdaEvent): Promise<LambdaResult> {
    const answer = answerOf(this.#child)
    this.#child.send(event)
    this.#child.kill('SIGCONT')
    const result = await answer
    this.#child.kill('SIGSTOP')
    return result as LambdaResult
  }

  async stop(): Promise<void> {
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exit
  }
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const controller = new AbortController()
  const { signal } = controller
  const failed = once(child, 'exit', { signal }).then(() => {
    throw new Error('The function has ended without an answer')
  })
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal }), failed])
    return answer
  } finally {
    controller.abort()
    failed.catch(() => undefined)
  }
}
