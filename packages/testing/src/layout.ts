/** The largest number of columns in a line. */
const lineWidth = 100

/** Styles for the parts of a report. */
export interface Paint {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
}

/** Creates styles that use terminal colours, or leave the text as it is. */
export function paint(isColoured: boolean): Paint {
  const style = (on: number, off: number) => (text: string) =>
    isColoured ? `\u001B[${on}m${text}\u001B[${off}m` : text
  return { strong: style(1, 22), faint: style(2, 22), good: style(32, 39), bad: style(31, 39) }
}

/** A row of a table. */
export type Row = readonly [label: string, text: string]

/** Formats a table: indented, with the labels in one column and the texts in another. */
export function table(rows: readonly Row[], styleLabel: Paint['strong']): string[] {
  const labelWidth = Math.max(...rows.map(([label]) => label.length))
  return rows.flatMap(([label, text]) =>
    wrap(text, lineWidth - labelWidth - 4).map((line, index) => {
      const heading = (index === 0 ? label : '').padEnd(labelWidth)
      return `  ${styleLabel(heading)}  ${line}`
    }),
  )
}

/** Breaks a text into lines at spaces, and within words that are longer than a line. */
export function wrap(text: string, columns: number = lineWidth): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
    while (line.length > columns) {
      lines.push(line.slice(0, columns))
      line = line.slice(columns)
    }
  }
  return [...lines, line]
}
