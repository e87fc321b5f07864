import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { elapsedMs, routeFacts } from './route-facts.js';

/** Figures of this process for a scraper, in the text format of Prometheus. */
@Injectable()
export class HttpMetrics {
  readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by operation and status',
    labelNames: ['operation', 'method', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  /** A series for each combination of labels, so that finding it is not done anew for every request. */
  private readonly series = new Map<string, { observe(seconds: number): void }>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  observe(request: FastifyRequest, reply: FastifyReply): void {
    // The pattern of the route, not the address: labels must be few.
    const operation = routeFacts(request).operation?.operationId ?? request.routeOptions.url ?? 'none';
    const { method } = request;
    const { statusCode: status } = reply;
    const key = `${operation} ${method} ${status}`;
    let series = this.series.get(key);
    if (!series) this.series.set(key, (series = this.requests.labels({ operation, method, status })));
    series.observe(elapsedMs(request) / 1000);
  }

  /** A figure that is read when somebody asks for it: rows waiting, connections in use. */
  gauge(name: string, help: string, read: () => Promise<number> | number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: [this.registry], collect: async () => gauge.set(await read()) });
  }
}
