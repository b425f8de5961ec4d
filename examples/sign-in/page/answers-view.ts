import type { ApiAnswer, Answers, Credential } from './api.ts'
import { copyOnClick } from './copy.ts'
import { byId, element } from './dom.ts'
import { explain } from './explain.ts'
import type { ApiDescription, PageConfig } from './page-config.ts'
import type { Route } from './routes.ts'
import { drawSteps } from './steps-view.ts'

/** A call that was answered. */
export interface Call {
  readonly route: Route
  readonly credential: Credential
  /** The call in words. */
  readonly sent: string
}

const section = byId('answers', HTMLElement)
const isWide = matchMedia('(min-width: 641px)')
let apis: Pick<PageConfig, 'express' | 'fastify'>

/** Readies the place for answers. */
export function prepareAnswers(config: PageConfig): void {
  apis = config
}

export function hideAnswers(): void {
  section.hidden = true
}

/** Shows the answers of both APIs, the way of the request through them, and the code behind them. */
export function showAnswers({ route, credential, sent }: Call, { express, fastify }: Answers): void {
  byId('asked', HTMLElement).textContent = sent
  byId('verdict', HTMLElement).textContent = explain(express, credential)
  byId('ways', HTMLElement).replaceChildren(...drawWays(route, { express, fastify }))
  const hasToken = credential !== 'none'
  showAnswer('express-answer', express, describeCall(apis.express, route, hasToken))
  showAnswer('fastify-answer', fastify, describeCall(apis.fastify, route, hasToken))
  section.hidden = false
  section.scrollIntoView({ block: isWide.matches ? 'nearest' : 'start' })
}

export function summary({ status, statusText }: ApiAnswer): string {
  return `${status} ${statusText}`.trim()
}

/** One way, or two if the APIs do not agree: a token may expire between the one and the other. */
function drawWays(route: Route, { express, fastify }: Answers): readonly HTMLElement[] {
  const ways =
    express.reason === fastify.reason
      ? [drawSteps('The way of the request', route, express)]
      : [
          drawSteps('The way through Express', route, express),
          drawSteps('The way through Fastify', route, fastify),
        ]
  return ways.filter((way) => way !== undefined)
}

function showAnswer(id: string, answer: ApiAnswer, description: HTMLElement): void {
  const place = byId(id, HTMLElement)
  const { reason } = answer
  const facts: readonly (readonly [string, string | Node])[] = [
    ['WWW-Authenticate', answer.challenge === null ? '—' : element('code', {}, answer.challenge)],
    ['Body', answer.body === '' ? '—' : element('pre', { tabindex: '0' }, pretty(answer.body))],
  ]
  const log =
    reason === undefined ? [] : [['Only in the log', element('code', {}, `reason: ${reason}`)] as const]
  place.dataset.kind = String(Math.floor(answer.status / 100))
  place.lastElementChild?.replaceChildren(
    element('p', { class: 'status' }, summary(answer)),
    element(
      'dl',
      {},
      ...[...facts, ...log].flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
    ),
    description,
  )
}

/** The code of a route, and a command that calls it from a shell in which the variable `token` is set. */
function describeCall({ url, code }: ApiDescription, route: Route, hasToken: boolean): HTMLElement {
  const { method, path, pattern } = route
  const authorization = hasToken ? '-H "Authorization: Bearer $token" ' : ''
  const command = `curl -i ${method === 'GET' ? '' : `-X ${method} `}${authorization}${url}${path}`
  const copy = element('button', { type: 'button', class: 'copy' }, 'Copy')
  copyOnClick(copy, () => command)
  return element(
    'details',
    { class: 'code', ...(isWide.matches && { open: '' }) },
    element('summary', {}, 'Code of the route, and curl'),
    element('pre', { tabindex: '0' }, element('code', {}, code[pattern] ?? '')),
    element('p', { class: 'curl' }, element('code', {}, command), ' ', copy),
  )
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
