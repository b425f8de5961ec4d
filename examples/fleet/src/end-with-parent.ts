/** Ends this process when the one that started it is gone, however that one ended. */
export function endWithParent(): void {
  process.once('disconnect', () => process.exit())
}
