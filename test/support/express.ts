import express5 from 'express'
import express4 from 'express4'

export type CreateApp = typeof express5

/** The versions of Express that are supported. */
export const expressVersions: readonly { readonly name: string; readonly createApp: CreateApp }[] = [
  { name: 'Express 4', createApp: express4 },
  { name: 'Express 5', createApp: express5 },
]
