import { createServer, type Server } from 'node:http'
import { instrument } from '@cognito-auth/opentelemetry'
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'

/**
 * Records metrics from now on, and creates the server of `/metrics`. It has a port of its own, which only your monitoring
 * should reach: metrics show how many of your requests fail, and why.
 */
export function createMetricsServer(): Server {
  const exporter = new PrometheusExporter({ preventServerStart: true })
  const { stop } = instrument({ meterProvider: new MeterProvider({ readers: [exporter] }) })

  const server = createServer((request, response) => {
    if (request.url === '/metrics') exporter.getMetricsRequestHandler(request, response)
    else response.writeHead(404).end()
  })
  return server.once('close', stop)
}
