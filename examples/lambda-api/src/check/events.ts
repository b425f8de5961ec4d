/** A request. A header may have several values. */
export interface LambdaRequest {
  readonly method: string
  readonly path: string
  readonly authorization?: readonly string[]
}

/** An event, as far as handlers read it. */
export type LambdaEvent = Readonly<Record<string, unknown>>

/** Writes a request as the event of what stands in front of the function. */
type Writer = (request: LambdaRequest) => LambdaEvent

const sourceIp = '203.0.113.1'

/** API Gateway, REST API: `headers` has the last value of each header, spelled as the client did. */
const restApi: Writer = ({ method, path, authorization = [] }) => ({
  resource: '/{proxy+}',
  path,
  httpMethod: method,
  headers: { Host: 'api.example.com', ...fields('Authorization', authorization.at(-1)) },
  multiValueHeaders: { Host: ['api.example.com'], ...fields('Authorization', valuesOf(authorization)) },
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  pathParameters: { proxy: path.slice(1) },
  stageVariables: null,
  requestContext: { resourcePath: '/{proxy+}', path: `/prod${path}`, stage: 'prod', identity: { sourceIp } },
  body: null,
  isBase64Encoded: false,
})

/** API Gateway, HTTP API: names in lower case, values of one header joined by commas. */
export const httpApi: Writer = ({ method, path, authorization = [] }) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: '',
  headers: {
    host: 'api.example.com',
    ...fields('authorization', valuesOf(authorization)?.join(',')),
  },
  requestContext: { stage: '$default', http: { method, path, protocol: 'HTTP/1.1', sourceIp } },
  isBase64Encoded: false,
})

/** Application Load Balancer: names in lower case, the last value of each header. */
const loadBalancer: Writer = ({ method, path, authorization = [] }) => ({
  requestContext: {
    elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/api/1' },
  },
  httpMethod: method,
  path,
  queryStringParameters: {},
  headers: { host: 'api.example.com', ...fields('authorization', authorization.at(-1)) },
  body: '',
  isBase64Encoded: false,
})

/** The same with the attribute `lambda.multi_value_headers.enabled`: there are no `headers`. */
const multiValueLoadBalancer: Writer = ({ method, path, authorization = [] }) => ({
  requestContext: {
    elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/api/1' },
  },
  httpMethod: method,
  path,
  multiValueQueryStringParameters: {},
  multiValueHeaders: { host: ['api.example.com'], ...fields('authorization', valuesOf(authorization)) },
  body: '',
  isBase64Encoded: false,
})

export const sources = {
  'REST API': restApi,
  'HTTP API': httpApi,
  'load balancer': loadBalancer,
  'load balancer with multi-value headers': multiValueLoadBalancer,
}

function valuesOf(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : values
}

function fields(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [name]: value }
}
