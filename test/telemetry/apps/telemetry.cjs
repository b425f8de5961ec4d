// Starts the OpenTelemetry SDK and the metrics, before an API is loaded: `node --require ./telemetry.cjs`.
const { createServer } = require('node:http')
const { instrument } = require('@cognito-auth/opentelemetry')
const { FastifyOtelInstrumentation } = require('@fastify/otel')
const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus')
const { ExpressInstrumentation } = require('@opentelemetry/instrumentation-express')
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http')
const { PinoInstrumentation } = require('@opentelemetry/instrumentation-pino')
const { core, logs, NodeSDK, tracing } = require('@opentelemetry/sdk-node')

/** Prints what the SDK exports, one JSON object on a line. */
function print(kind, fields) {
  process.stdout.write(`${JSON.stringify({ kind, ...fields })}\n`)
}

const done = { code: core.ExportResultCode.SUCCESS }
const prometheus = new PrometheusExporter({ preventServerStart: true })

new NodeSDK({
  serviceName: 'api',
  metricReaders: [prometheus],
  spanProcessors: [
    new tracing.SimpleSpanProcessor({
      export(spans, callback) {
        for (const { name, attributes, events, status } of spans)
          print('span', { name, attributes, events, status })
        callback(done)
      },
      shutdown: () => Promise.resolve(),
    }),
  ],
  logRecordProcessors: [
    new logs.SimpleLogRecordProcessor({
      exporter: {
        export(records, callback) {
          for (const { body, attributes } of records) print('log', { body, attributes })
          callback(done)
        },
        shutdown: () => Promise.resolve(),
      },
    }),
  ],
  instrumentations: [
    new HttpInstrumentation(),
    new ExpressInstrumentation(),
    new FastifyOtelInstrumentation({ registerOnInitialization: true }),
    new PinoInstrumentation(),
  ],
}).start()

instrument({ recordUserId: process.env.RECORD_USER_ID === 'true' })

const server = createServer((request, response) => prometheus.getMetricsRequestHandler(request, response))
server.listen(0, '127.0.0.1', () => print('metrics', { port: server.address().port })).unref()
