/** Loaded before Next.js. Amplify fetches keys from Cognito only: this sends these requests to the test pool instead. */
const http = require('node:http')
const https = require('node:https')

const { request } = https

https.request = (url, ...rest) => {
  if (typeof url !== 'string' || !url.startsWith('https://cognito-idp.')) return request(url, ...rest)
  const callback = rest.find((argument) => typeof argument === 'function')
  return http.request(process.env.COGNITO_JWKS_URI, callback)
}
