import type { RunningApis } from './apis.ts'
import { ask } from './ask.ts'
import type { Row } from './rows.ts'
import { formatTable } from './table.ts'

/** A row with the answers of both APIs. The Fastify API has none if the request is for the Express API alone. */
export interface Answered {
  readonly row: Row
  readonly express: string
  readonly fastify: string | undefined
}

/** Sends the requests of the rows, one row at a time. */
export async function askBoth(rows: readonly Row[], apis: RunningApis): Promise<readonly Answered[]> {
  const answers: Answered[] = []
  for (const row of rows) {
    answers.push({
      row,
      express: await ask(apis.express.url, row),
      fastify: row.isForExpress ? undefined : await ask(apis.fastify.url, row),
    })
  }
  return answers
}

export function isAsExpected({ row, express, fastify }: Answered): boolean {
  return express === row.expected && (fastify ?? row.expected) === row.expected
}

export function formatAnswers(answers: readonly Answered[], withExpected: boolean): string {
  const titles = ['who', 'request', 'Express', 'Fastify', ...(withExpected ? ['expected'] : [])]
  return formatTable(
    titles,
    answers.map((answered, index) => {
      const { who, method, path, expected } = answered.row
      const name = who === answers[index - 1]?.row.who ? '' : who
      const expectation = isAsExpected(answered) ? expected : `${expected}  ← unexpected`
      return [
        name,
        `${method} ${path}`,
        answered.express,
        answered.fastify ?? '–',
        ...(withExpected ? [expectation] : []),
      ]
    }),
  )
}
