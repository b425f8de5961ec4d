import type { FetchKeys } from '../types/options.ts'
import type { Download } from './download.ts'
import { downloadByFetch } from './fetch-client.ts'
import { downloadByHttp } from './http-client.ts'

const fetchOfNode = globalThis.fetch

/**
 * Chooses how keys are downloaded: with the `fetch` of the options, else with a global `fetch` that was replaced since
 * this module was loaded, as in tests, else with Node's HTTP client. Node's own `fetch` would load about 15 MB on its
 * first call, which takes some 25 ms and slows down every later request to the process a little.
 */
export function chooseDownload(fetch: FetchKeys | undefined): Download {
  if (fetch !== undefined) return downloadByFetch(fetch)
  return globalThis.fetch === fetchOfNode ? downloadByHttp : downloadByFetch(globalThis.fetch)
}
