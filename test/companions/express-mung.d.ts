declare module 'express-mung' {
  import type { RequestHandler } from 'express'

  const mung: {
    json(
      transform: (body: Record<string, unknown>) => object,
      options?: { readonly mungError?: boolean },
    ): RequestHandler
  }
  export default mung
}
