/** Columns of a line at most. */
const lineWidth = 100

/** How parts of a report stand out. */
export interface Paint {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
}

/** The colours of a terminal, or none. */
export function paint(isColoured: boolean): Paint {
  const style = (on: number, off: number) => (text: string) =>
    isColoured ? `\u001B[${on}m${text}\u001B[${off}m` : text
  return { strong: style(1, 22), faint: style(2, 22), good: style(32, 39), bad: style(31, 39) }
}

/** A label and what is to be said of it. */
export type Row = readonly [label: string, text: string]

/** Lines of a table: the labels in one column, the texts in another, indented. */
export function table(rows: readonly Row[], styleLabel: Paint['strong']): string[] {
  const labelWidth = Math.max(...rows.map(([label]) => label.length))
  return rows.flatMap(([label, text]) =>
    wrap(text, lineWidth - labelWidth - 4).map((line, index) => {
      const heading = (index === 0 ? label : '').padEnd(labelWidth)
      return `  ${styleLabel(heading)}  ${line}`
    }),
  )
}

/** Breaks a text into lines: at blanks, and within words that are longer than a line. */
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
