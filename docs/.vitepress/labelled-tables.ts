import type { MarkdownRenderer } from 'vitepress'

/** As much of a token of markdown-it as is used here. Its own type is unknown until the packages of the site are installed. */
interface Token {
  readonly type: string
  readonly content: string
  readonly children: readonly Token[] | null
  tag: string
  attrSet(name: string, value: string): void
}

/**
 * Gives each cell the title of its column, so that the style sheet can show rows as cards on a phone. With roles, a table stays
 * one for screen readers, whatever it looks like.
 */
export function labelTables(md: MarkdownRenderer): void {
  md.core.ruler.push('labelled-tables', ({ tokens }) => label(tokens))
  // VitePress writes the same tag for every table.
  md.renderer.rules.table_open = (tokens, index, options, _env, self) =>
    self.renderToken(tokens, index, options)
}

function label(tokens: readonly Token[]): void {
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
      case 'th_open': {
        const title = textOf(tokens[index + 1])
        titles.push(title)
        if (title === '') makeCell(token, tokens[index + 2])
        else token.attrSet('role', 'columnheader')
        break
      }
      case 'td_open':
        token.attrSet('role', column === 0 ? 'rowheader' : 'cell')
        token.attrSet('data-title', titles[column++] ?? '')
        break
      default:
    }
  })
}

function textOf(inline: Token | undefined): string {
  return inline?.children?.map(({ content }) => content).join('') ?? ''
}

/** An empty title is no title: screen readers would announce it. */
function makeCell(...tags: readonly (Token | undefined)[]): void {
  for (const tag of tags) if (tag) tag.tag = 'td'
}
