import { afterEach, describe, expect, it, vi } from 'vitest'
import { chooseDownload } from '../../dist/keys/choose-download.js'
import { downloadByHttp } from '../../dist/keys/http-client.js'
import type { FetchKeys } from '../../dist/types/options.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

const url = 'https://keys.example.com/jwks.json'

function fakeFetch() {
  return vi.fn<FetchKeys>(async () => Response.json({ keys: [] }))
}

function download(fetch?: FetchKeys) {
  return chooseDownload(fetch)(url, { signal: new AbortController().signal, timeoutSeconds: 5 })
}

describe('chooseDownload', () => {
  it("is Node's HTTP client by default", () => {
    expect(chooseDownload(undefined)).toBe(downloadByHttp)
  })

  it('is the fetch of the options', async () => {
    const [own, global] = [fakeFetch(), fakeFetch()]
    vi.stubGlobal('fetch', global)
    expect(await download(own)).toMatchObject({ status: 200 })
    expect(own).toHaveBeenCalledExactlyOnceWith(url, expect.objectContaining({ redirect: 'error' }))
    expect(global).not.toHaveBeenCalled()
  })

  it('is a global fetch that was replaced after loading, for as long as it is there', async () => {
    const global = fakeFetch()
    vi.stubGlobal('fetch', global)
    expect(await download()).toMatchObject({ status: 200 })
    expect(global).toHaveBeenCalledExactlyOnceWith(url, expect.objectContaining({ redirect: 'error' }))
    vi.unstubAllGlobals()
    expect(chooseDownload(undefined)).toBe(downloadByHttp)
  })
})
