import type { MarkdownRenderer } from 'vitepress'

/**
 * Gives each cell the title of its column, so that the style sheet can show rows as cards on a phone. With roles, a table stays
 * one for screen readers, whatever it looks like.
 */
export function labelTables(md: MarkdownRenderer): void {
  md.core.ruler.push('labelled-tables', ({ tokens }) => {
    let titles: string[] = []
    let column = 0
    tokens.forEach((token, index) => {
      switch (token.type) {
        case 'table_open':
          token.attrSet('role', 'table')
          titles = []
          break
        case 'tr_open':
          token.attrSet('role', 'row')
          column = 0
          break
        case 'th_open':
          token.attrSet('role', 'columnheader')
          titles.push(tokens[index + 1]?.children?.map(({ content }) => content).join('') ?? '')
          break
        case 'td_open':
          token.attrSet('role', column === 0 ? 'rowheader' : 'cell')
          token.attrSet('data-title', titles[column++] ?? '')
          break
        default:
      }
    })
  })
}
