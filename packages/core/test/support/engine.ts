import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { onTestFinished, vi } from 'vitest'

/** Makes the engine fail with an error whenever it verifies a signature, until the test has finished. */
export function failEngine(fault: Error): void {
  const createVerify = vi.spyOn(crypto, 'createVerify').mockImplementation(() => {
    throw fault
  })
  syncBuiltinESMExports()
  onTestFinished(() => {
    createVerify.mockRestore()
    syncBuiltinESMExports()
  })
}
