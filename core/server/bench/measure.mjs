import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { cpuOf, cpuOfCluster } from './cpu.mjs';
import { pgbenchScript } from './floor-sql.mjs';
import { load } from './processes.mjs';

const run = promisify(execFile);

/** Runs a load and tells, beside its rate, what an operation cost the process that answered and PostgreSQL. */
export async function measured(program, cluster, job) {
  const before = [cpuOf(program.pid), cpuOfCluster(cluster.directory)];
  const result = await load(job);
  const after = [cpuOf(program.pid), cpuOfCluster(cluster.directory)];
  if (result.failed > 0 || result.count === 0)
    throw new Error(
      `${result.failed} of ${result.count + result.failed} requests to ${job.url} failed, ${result.errors} without an answer; ${result.refusal ?? ''}`,
    );
  const [serverMs, databaseMs] = before.map((start, index) =>
    start === undefined ? undefined : ((after[index] - start) * 1000) / result.count,
  );
  return { ...result, serverMs, databaseMs };
}

/**
 * Rounds that take turns, so that a busy neighbour of the machine is busy for both. Before them each is warmed up: code is
 * compiled as it is used, and PostgreSQL counts its rows, as it would do by itself within a minute; until then it plans for
 * empty tables.
 */
export async function inTurns(rounds, warmUp, cluster, ours, floor) {
  await floor({ amount: warmUp });
  await ours({ amount: warmUp });
  await cluster.admin.query('analyze');
  const results = { ours: [], floor: [] };
  for (let round = 0; round < rounds; round += 1) {
    results.floor.push(await floor());
    results.ours.push(await ours());
  }
  const ratios = results.ours.map((own, index) => own.perSecond / results.floor[index].perSecond);
  const middle = ratios.toSorted((left, right) => left - right)[Math.floor(ratios.length / 2)];
  const at = ratios.indexOf(middle);
  return { ratio: middle, ratios, ours: results.ours[at], floor: results.floor[at] };
}

/** The same SQL by pgbench; undefined where there is none. */
export async function pgbench(cluster, shop, { clients, seconds }) {
  const tool = [
    '/usr/bin/pgbench',
    ...(process.env.PATH ?? '').split(path.delimiter).map(folder => path.join(folder, 'pgbench')),
  ].find(existsSync);
  if (!tool) return undefined;
  const script = path.join(cluster.folder, 'checkout.sql');
  writeFileSync(script, pgbenchScript(shop));
  const before = cpuOfCluster(cluster.directory);
  const { stdout } = await run(
    tool,
    ['-n', '-c', clients, '-j', 2, '-T', seconds, '-M', 'prepared', '-f', script, cluster.url].map(String),
  );
  const count = Number(/transactions actually processed: (\d+)/.exec(stdout)?.[1]);
  const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
  const spent = before === undefined ? undefined : ((cpuOfCluster(cluster.directory) - before) * 1000) / count;
  return { perSecond, count, databaseMs: spent };
}
