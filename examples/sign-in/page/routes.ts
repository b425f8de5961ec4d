import type { ApiRequest } from './api.ts'

/** A route of both example APIs. */
export interface Route extends ApiRequest {
  /** As the APIs declare it, for example `GET /users/:id`. */
  readonly pattern: string

  /** What is on its button. */
  readonly label: string
  readonly wants: string

  /** What stands before its handler: nothing at all, the authentication, or also a guard. */
  readonly protection: 'none' | 'token' | 'guard'
}

/** The route that the page calls with the token of somebody who has signed out. */
export const me: Route = {
  ...get('/me'),
  label: 'GET /me',
  wants: 'an access token',
  protection: 'token',
}

/** The routes to choose from. One of them is that of the user. */
export function routesFor(userId: string): readonly Route[] {
  return [
    { ...get('/health'), label: 'GET /health', wants: 'nothing', protection: 'none' },
    me,
    { ...get('/orders'), label: 'GET /orders', wants: 'the scope orders/read', protection: 'guard' },
    {
      ...get('/users/:id', `/users/${encodeURIComponent(userId)}`),
      label: 'GET /users/{sub}',
      wants: 'that user, or an admin',
      protection: 'guard',
    },
    {
      ...get('/users/:id', '/users/7'),
      label: 'GET /users/7',
      wants: 'user 7, or an admin',
      protection: 'guard',
    },
    {
      method: 'DELETE',
      path: '/users/7',
      pattern: 'DELETE /users/:id',
      label: 'DELETE /users/7',
      wants: 'the group admin',
      protection: 'guard',
    },
    {
      method: 'PUT',
      path: '/email',
      pattern: 'PUT /email',
      label: 'PUT /email',
      wants: 'a sign-in of the last minute',
      protection: 'guard',
    },
  ]
}

function get(pattern: string, path: string = pattern): Pick<Route, 'method' | 'path' | 'pattern'> {
  return { method: 'GET', path, pattern: `GET ${pattern}` }
}
