// Two authenticators for two user pools, one of them with a list of revocations.
const { createAuthenticator } = require('@cognito-auth/core')
const { createRevocations, memoryStore } = require('@cognito-auth/revocation')

const [staff, customers] = JSON.parse(process.env.USER_POOLS)

exports.revocations = createRevocations({ store: memoryStore() })
exports.staff = createAuthenticator({ ...staff, revocations: exports.revocations })
exports.customers = createAuthenticator(customers)
