/**
 * The files of the built packages, for `server.deps.external` of Vitest: Node loads them, as it does for applications.
 * Vitest itself would take CommonJS for an ES module.
 */
export const builtPackages: RegExp = /\/packages\/[a-z]+\/dist\//
