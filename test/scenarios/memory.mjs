/** What a process has in use, without what nobody can reach any more. Needs --expose-gc. */
export function bytesInUse() {
  for (let round = 0; round < 4; round++) globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
