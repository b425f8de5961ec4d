import { parseArgs } from 'node:util'

export const help = `Compares cognito-auth with its peers.

  --quick          one short round: shows that it works, and no more
  --rounds <n>     rounds over HTTP, with new processes each
  --only <name>    a part, by the beginning of its name; can be repeated:
                   in-process, fastify, express/anonymous, fastify/one-token/ours, cold-start …
  --json           the figures of each round behind the tables`

/** @param {string[]} args */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      only: { type: 'string', multiple: true, default: [''] },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { quick, only, json, help: isHelpWanted } = values
  const length = quick
    ? {
        rounds: 1,
        warmUpRequests: 5000,
        warmUpMaxMs: 2000,
        windowMs: 400,
        inProcessRounds: 10,
        coldRounds: 3,
      }
    : {
        rounds: 4,
        warmUpRequests: 20_000,
        warmUpMaxMs: 2500,
        windowMs: 800,
        inProcessRounds: 60,
        coldRounds: 15,
      }
  const rounds = values.rounds === undefined ? length.rounds : Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1')

  return {
    ...length,
    rounds,
    json,
    isHelpWanted,
    /** Whether a name begins with one of those asked for, at a slash. */
    isWanted: (/** @type {string} */ name) =>
      only.some((part) => `${name}/`.startsWith(part === '' ? '' : `${part}/`)),
  }
}
