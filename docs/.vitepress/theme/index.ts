import type { Theme } from 'vitepress'
import theme from 'vitepress/theme'
import RequestPath from './RequestPath.vue'
// oxlint-disable import/no-unassigned-import -- a style sheet has nothing to assign
import './page.css'
import './code.css'
import './tables.css'
import './home.css'

export default {
  extends: theme,
  enhanceApp({ app }) {
    app.component('RequestPath', RequestPath)
  },
} satisfies Theme
