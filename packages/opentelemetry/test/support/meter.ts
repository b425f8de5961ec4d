import type { Attributes } from '@opentelemetry/api'
import { type Histogram, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'

/** Reads metrics when it is told to. */
class ManualReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

/** A point of a metric: its attributes, and its value or, for a histogram, its count and sum. */
interface Point {
  readonly attributes: Attributes
  readonly value: number | Pick<Histogram, 'count' | 'sum' | 'buckets'>
}

/** A metric as it is exported. */
interface Metric {
  readonly name: string
  readonly unit: string
  readonly points: readonly Point[]
}

/** A meter provider whose metrics can be read. */
export interface TestMeter {
  readonly meterProvider: MeterProvider
  /** The metrics that have points. */
  read(): Promise<readonly Metric[]>
  /** The points of one metric. */
  pointsOf(name: string): Promise<readonly Point[]>
}

export function createTestMeter(): TestMeter {
  const reader = new ManualReader()
  const meterProvider = new MeterProvider({ readers: [reader] })
  const read = async (): Promise<readonly Metric[]> => {
    const { resourceMetrics, errors } = await reader.collect()
    if (errors.length > 0) throw new AggregateError(errors)
    return resourceMetrics.scopeMetrics.flatMap(({ metrics }) =>
      metrics
        .filter(({ dataPoints }) => dataPoints.length > 0)
        .map(({ descriptor: { name, unit }, dataPoints }) => ({
          name,
          unit,
          points: dataPoints.map(({ attributes, value }) => ({ attributes, value: value as Point['value'] })),
        })),
    )
  }
  return {
    meterProvider,
    read,
    pointsOf: async (name) => (await read()).find((metric) => metric.name === name)?.points ?? [],
  }
}
