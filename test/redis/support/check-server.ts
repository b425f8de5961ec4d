import { execFileSync } from 'node:child_process'

/** Fails before the first test if there is no server: without one, nothing would be tested. */
export default function checkServer(): void {
  try {
    execFileSync('redis-server', ['--version'])
  } catch (cause) {
    const remedy = 'apt-get install -y --no-install-recommends redis-server'
    throw new Error(`These tests start redis-server, which is missing. Install it, on Debian: ${remedy}`, {
      cause,
    })
  }
}
