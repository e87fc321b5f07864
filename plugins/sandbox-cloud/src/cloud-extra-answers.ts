import type { DiskSnapshot, Meter, MetricsPoint, ServerMetrics, ServerUsage } from '@hostwright/sdk';
import { count, fieldsOf, list, moment, number, text } from './answer-fields.js';

/** A word that opens one door once. */
export interface CloudTicket {
  readonly path: string;
  readonly token: string;
  readonly expiresAt: Date;
}

export const readSnapshots = (value: unknown): readonly DiskSnapshot[] =>
  list(fieldsOf(value), 'snapshots').map(entry => {
    const snapshot = fieldsOf(entry);
    return {
      id: text(snapshot, 'id'),
      name: text(snapshot, 'name'),
      createdAt: moment(snapshot, 'created_at'),
      sizeBytes: count(snapshot, 'bytes'),
      ready: snapshot['ready'] === true,
    };
  });

export function readMetrics(value: unknown): ServerMetrics {
  const metrics = fieldsOf(value);
  return {
    cpuCores: number(metrics, 'cores'),
    memoryTotalBytes: number(metrics, 'memory_total'),
    points: list(metrics, 'points').map(readPoint),
  };
}

export function readUsage(value: unknown): ServerUsage {
  const usage = fieldsOf(value);
  const meter = (code: 'traffic' | 'disk'): Meter => {
    const fields = fieldsOf(usage[code]);
    return { code, unit: 'bytes', used: count(fields, 'used'), limit: count(fields, 'limit') };
  };
  return { meters: [meter('traffic'), meter('disk')], resetsAt: moment(usage, 'resets_at') };
}

export function readTicket(value: unknown): CloudTicket {
  const ticket = fieldsOf(value);
  return { path: text(ticket, 'path'), token: text(ticket, 'token'), expiresAt: moment(ticket, 'expires_at') };
}

function readPoint(value: unknown): MetricsPoint {
  const point = fieldsOf(value);
  return {
    at: moment(point, 'at'),
    cpuPercent: number(point, 'cpu'),
    memoryBytes: number(point, 'memory'),
    diskReadBytesPerSecond: number(point, 'disk_read'),
    diskWriteBytesPerSecond: number(point, 'disk_write'),
    networkInBytesPerSecond: number(point, 'net_in'),
    networkOutBytesPerSecond: number(point, 'net_out'),
  };
}
