import type { SignOut } from './sign-outs.ts'
import type { Sweep } from './sweep.ts'

/** Formats the answers around a sign-out: the first, the last, and each that differs from the one before. */
export function formatSignOut({ title, instance, sweeps }: SignOut): string {
  const names = Object.keys(sweeps[0]?.answers ?? {})
  const rows = sweeps.filter((sweep, index) => isShown(sweep, sweeps, index)).map(toCells)
  const widths = [8, 13, ...names.map(() => 17)]
  const lines = [['ms', 'token', ...names], widths.map((width) => '─'.repeat(width)), ...rows]
  return [
    `${title}, at ${instance}. 0 ms is the answer to the sign-out:`,
    '',
    ...lines.map((cells) =>
      cells
        .map((cell, column) =>
          column === 0 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    ),
  ].join('\n')
}

function isShown(sweep: Sweep, sweeps: readonly Sweep[], index: number): boolean {
  const isSameToken = ({ token }: Sweep): boolean => token === sweep.token
  const previous = sweeps.slice(0, index).findLast(isSameToken)
  const isLast = !sweeps.slice(index + 1).some(isSameToken)
  return (
    isLast || !previous || String(Object.values(previous.answers)) !== String(Object.values(sweep.answers))
  )
}

function toCells({ atMs, token, answers }: Sweep): readonly string[] {
  return [String(Math.round(atMs)), token, ...Object.values(answers)]
}
