// A cold process: it loads a handler, answers one event, and says how much processor time both took.
const [file, event] = process.argv.slice(2)

const start = process.cpuUsage()
const { handler } = await import(file)
const { user, system } = process.cpuUsage(start)
const loaded = process.cpuUsage()
const { statusCode, body } = await handler(JSON.parse(event), {})
const first = process.cpuUsage(loaded)

process.send?.({
  statusCode,
  body,
  importMs: (user + system) / 1000,
  firstMs: (first.user + first.system) / 1000,
})
process.disconnect?.()
