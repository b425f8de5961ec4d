import type { DefaultTheme } from 'vitepress'
import { searchOptions } from './search-options.ts'

/**
 * The search of the site. A page is also found by the `keywords` in its front matter: words that users type, and that its text
 * does not contain, or only in passing.
 */
export const search: NonNullable<DefaultTheme.Config['search']> = {
  provider: 'local',
  options: {
    _render(text, env, md) {
      const html = md.render(text, env)
      const keywords: unknown = env.frontmatter?.keywords
      return Array.isArray(keywords) ? sectionOf(html, keywords) + html : html
    },
    miniSearch: { searchOptions },
  },
}

/** Keywords as a section before the others, which ranks high because it is short. Its empty anchor leads to the top of the page. */
function sectionOf(html: string, keywords: readonly unknown[]): string {
  const [, title = ''] = /<h1[^>]*>(.*?)<a /.exec(html) ?? []
  return `<h1>${title}<a href="#">\u200B</a></h1><p>${keywords.join(', ')}</p>`
}
