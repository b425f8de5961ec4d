/** Runs a handler as Lambda does: one event after the other. The parent sends the events, and freezes this process. */
const [file = ''] = process.argv.slice(2)
const { handler } = (await import(file)) as { handler: (event: unknown, context: object) => Promise<unknown> }

process.on('message', (event) => {
  void handler(event, {}).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit())
process.send?.('initialised')
