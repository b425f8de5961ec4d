/** The part of an app that is CommonJS. */
const { requireGroup } = require('@cognito-auth/express')

exports.adminsOnly = requireGroup('admin')
