import { createHash } from 'node:crypto';
import { sizeOf } from './catalog.js';
import type { CloudServer } from './cloud-server.js';
import { Refusal } from './http.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const GIGABYTE = 1_000_000_000;
const MEGABYTE = 1_000_000;

const RANGES: Readonly<Record<string, { readonly lasts: number; readonly step: number }>> = {
  hour: { lasts: HOUR, step: MINUTE },
  day: { lasts: DAY, step: 15 * MINUTE },
  week: { lasts: 7 * DAY, step: 2 * HOUR },
  month: { lasts: 30 * DAY, step: 6 * HOUR },
};

/**
 * Nothing is measured: every value follows from the server's number and the moment, so that a curve looks the same
 * whenever it is asked for. It reaches back before the server was made, because an empty chart shows nothing.
 */
export function metricsToTell(server: CloudServer, range: string, now: number) {
  const reach = Object.hasOwn(RANGES, range) ? RANGES[range] : undefined;
  if (!reach) throw new Refusal(422, 'invalid_field', `"range" is none of ${Object.keys(RANGES).join(', ')}`);
  const { lasts, step } = reach;
  const last = Math.floor(now / step) * step;
  const moments = Array.from({ length: lasts / step }, (_, index) => last - (lasts / step - 1 - index) * step);
  const { cpu = 1, ram = 1 } = sizeOf(server.plan) ?? {};
  return {
    cores: cpu,
    memory_total: ram * GIGABYTE,
    points: moments.filter(at => at > now - lasts).map(at => ({ at: new Date(at).toISOString(), ...measured(server, at) })),
  };
}

/** What counts in this calendar month, in UTC. */
export function usageToTell(server: CloudServer, now: number) {
  const today = new Date(now);
  const month = Date.UTC(today.getUTCFullYear(), today.getUTCMonth());
  const { ram = 1, disk = 20 } = sizeOf(server.plan) ?? {};
  const bytesPerSecond = 100_000 + Math.floor(noise(server.id, 'traffic') * 300_000);
  return {
    traffic: { used: Math.floor((now - month) / 1000) * bytesPerSecond, limit: (1 + Math.floor(ram / 4)) * 1000 * GIGABYTE },
    disk: { used: Math.floor(disk * GIGABYTE * (0.15 + 0.4 * noise(server.id, 'disk'))), limit: disk * GIGABYTE },
    resets_at: new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1)).toISOString(),
  };
}

function measured(server: CloudServer, at: number) {
  const isResting = (!server.isOn || server.suspendedFor !== null) && at > server.work.startedAt;
  if (isResting) return { cpu: 0, memory: 0, disk_read: 0, disk_write: 0, net_in: 0, net_out: 0 };
  const { cpu = 1, ram = 1 } = sizeOf(server.plan) ?? {};
  const load = loadOf(server.id, at);
  return {
    cpu: Math.round(load * cpu * 1000) / 10,
    memory: Math.round(ram * GIGABYTE * (0.35 + 0.3 * noise(server.id, 'memory') + 0.15 * load)),
    disk_read: Math.round(load * 4 * MEGABYTE * noise(server.id, `read-${at}`)),
    disk_write: Math.round(load * 6 * MEGABYTE * noise(server.id, `write-${at}`)),
    net_in: Math.round(load * 2 * MEGABYTE * (0.4 + noise(server.id, `in-${at}`))),
    net_out: Math.round(load * 5 * MEGABYTE * (0.4 + noise(server.id, `out-${at}`))),
  };
}

/** From 0 to 1: quiet at night, a little uneven, and now and then a burst. */
function loadOf(id: string, at: number): number {
  const busiestHour = 10 + 8 * noise(id, 'hour');
  const daily = (1 + Math.cos(((at / HOUR - busiestHour) * Math.PI) / 12)) / 2;
  const burst = noise(id, `burst-${at}`) > 0.97 ? 0.35 : 0;
  return Math.min(1, 0.04 + 0.3 * daily * (0.5 + noise(id, 'size')) + 0.1 * noise(id, `load-${at}`) + burst);
}

/** The same number from 0 to 1 for the same words, always. */
function noise(id: string, word: string): number {
  return createHash('sha256').update(`${id}/${word}`).digest().readUInt32BE(0) / 0xffff_ffff;
}
