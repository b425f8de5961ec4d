import type { RunningApis } from './apis.ts'
import type { DemoPool } from './user-pool.ts'

/** Formats tokens and curl commands to paste into a shell. */
export function formatShellCommands({ tokens }: DemoPool, { express, fastify }: RunningApis): string {
  const assignments = Object.entries(tokens).map(([name, token]) => `${name}=${token}`)
  if (assignments.length === 0) {
    return [
      'Paste this into another terminal, with an access token from your user pool:',
      '',
      'token=',
      curl('token', `${express.url}/me`),
      curl('token', `${fastify.url}/me`),
    ].join('\n')
  }
  return [
    'Paste this into another terminal:',
    '',
    ...assignments,
    '',
    curl('alice', `-X DELETE ${express.url}/users/bob`),
    curl('bob', `${fastify.url}/me`),
    curl('machine', `${express.url}/orders`),
    '',
    'This signs bob out. The last request is then answered with 401:',
    '',
    curl('bob', `-X POST ${express.url}/sign-out`),
    curl('bob', `${fastify.url}/me`),
  ].join('\n')
}

function curl(token: string, request: string): string {
  return `curl -i -H "Authorization: Bearer $${token}" ${request}`
}
