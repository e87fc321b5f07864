// How long many servers take that are ordered at once, and whether a shop with a bad provider is felt next door.
// The provider takes 5 s for a server and makes 20 at once. PROVIDER_SECONDS and SERVERS make it shorter.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startCluster } from './cluster.mjs';
import { cpuOf, cpuOfCluster } from './cpu.mjs';
import { openOrderDesk, sandboxAt } from './orders.mjs';
import { startProgram, startServer } from './processes.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const SECONDS = Number(process.env.PROVIDER_SECONDS ?? 5);
const SERVERS = Number(process.env.SERVERS ?? 1000);
const AT_ONCE = 20;
const SIZES = { large: Math.round(SERVERS * 0.7), small: Math.round(SERVERS * 0.3), quiet: Math.round(SERVERS / 10) };
const BAD = Math.round(SERVERS / 10);

const say = line => process.stderr.write(`${line}\n`);

/** What a provider that makes 20 at once could have done at best, for each server in its turn. */
const idealSeconds = place => Math.ceil((place + 1) / AT_ONCE) * SECONDS;
const middle = numbers => numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
const rssMb = pid => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** The plugins that are needed here, in a place from where they find their libraries. */
function gatherPlugins() {
  const folder = path.join(root, '.cache/bench-plugins');
  rmSync(folder, { recursive: true, force: true });
  const copy = (from, id) => cpSync(path.join(root, from, id), path.join(folder, id), { recursive: true, filter: isNeeded });
  copy('plugins', 'sandbox-cloud');
  copy('plugins', 'vps');
  copy('core/server/bench/plugins', 'bench-thrower');
  return folder;
}

const isNeeded = file => !file.includes('node_modules') && !/\/(src|test)(\/|$)/.test(file);

/** Lets a server begin with everything that was ordered, and watches until these shops have all they ordered. */
async function provision(cluster, env, tenantIds) {
  const server = await startServer(env);
  const before = [cpuOf(server.pid), cpuOfCluster(cluster.directory)];
  const began = Date.now();
  const samples = [];
  try {
    for (;;) {
      await new Promise(resolve => setTimeout(resolve, 500));
      const { done, all } = await progress(cluster, tenantIds);
      samples.push({ done, mb: rssMb(server.pid) });
      if (samples.length % 20 === 0) say(`  ${done} of ${all} after ${Math.round((Date.now() - began) / 1000)} s`);
      if (done === all) break;
      if (Date.now() - began > 1_200_000) throw new Error(`Only ${done} of ${all} servers were made in twenty minutes`);
    }
    const cpu = [cpuOf(server.pid), cpuOfCluster(cluster.directory)].map((end, index) => end - before[index]);
    const shops = await Promise.all(tenantIds.map(id => waitsOf(cluster, id, began)));
    return { shops, samples, seconds: (Date.now() - began) / 1000, cpu: { server: cpu[0], database: cpu[1] } };
  } finally {
    await server.stop();
  }
}

async function progress({ admin }, tenantIds) {
  const { rows } = await admin.query(
    `select count(*)::int as all, count(*) filter (where state = 'active')::int as done from app.services where tenant_id = any($1::uuid[])`,
    [tenantIds],
  );
  return rows[0];
}

/** How long each server took from the beginning, the fastest first. */
async function waitsOf({ admin }, tenantId, began) {
  const { rows } = await admin.query(
    `select finished_at, (steps->0->>'at')::timestamptz as begun_at, (steps->-1->>'at')::timestamptz as ended_at
     from app.service_operations where tenant_id = $1 and kind = 'create' and state = 'succeeded' order by finished_at`,
    [tenantId],
  );
  const waits = rows.map(row => (row.finished_at.getTime() - began) / 1000);
  const ideal = middle(waits.map((_, place) => idealSeconds(place)));
  return { count: waits.length, last: waits.at(-1), median: middle(waits), slowdown: middle(waits) / ideal };
}

const countsOf = async url => (await fetch(`${url}/counts`)).json();

/** How much the process held while so many servers were done. */
const heldMb = (samples, from, to) => Math.max(...samples.filter(({ done }) => done >= from && done <= to).map(({ mb }) => mb));

/** The same order for one shop alone and for one beside bad neighbours, at the same time: the machine is as busy for both. */
async function neighbours(cluster, env, [alone, beside, hanging]) {
  const quiet = await startCluster();
  const quietEnv = { ...env, DATABASE_URL: quiet.url, DATA_DIR: path.join(quiet.folder, 'data') };
  try {
    migrate(quietEnv);
    const first = await withDesk(quietEnv, desk => desk.order('alone', sandboxAt(alone), SIZES.quiet));
    const second = await withDesk(env, async desk => {
      await desk.order('hanging', sandboxAt(hanging), BAD);
      await desk.order('throwing', { pluginId: 'bench-thrower', config: {} }, BAD);
      return desk.order('beside', sandboxAt(beside), SIZES.quiet);
    });
    say(`${SIZES.quiet} servers for one shop alone, and beside a provider that hangs and one that throws, ${BAD} each …`);
    const [single, neighbour] = await Promise.all([provision(quiet, quietEnv, [first]), provision(cluster, env, [second])]);
    return { single, neighbour };
  } finally {
    await quiet.stop();
  }
}

async function measure(cluster, env, [large, small, ...others]) {
  const quiet = await neighbours(cluster, env, others);
  const shops = await withDesk(env, async desk => [
    await desk.order('large', sandboxAt(large), SIZES.large),
    await desk.order('small', sandboxAt(small), SIZES.small),
  ]);
  say(`${SIZES.large} and ${SIZES.small} servers for two shops, beside the same …`);
  const many = await provision(cluster, env, shops);
  const { rows } = await cluster.admin.query(
    `select t.slug, o.state, count(*)::int, max(o.attempt) as attempts from app.service_operations o join app.tenants t on t.tenant_id = o.tenant_id group by 1, 2`,
  );
  const requests = { large: await countsOf(large), small: await countsOf(small), hanging: await countsOf(others[2]) };
  return { ...quiet, many, requests, operations: rows };
}

async function withDesk(env, work) {
  const desk = await openOrderDesk(env);
  try {
    return await work(desk);
  } finally {
    await desk.close();
  }
}

const migrate = env =>
  execFileSync(process.execPath, [path.join(root, 'core/server/dist/cli.js'), 'migrate'], { env: { ...process.env, ...env } });

function checksOf({ single, neighbour, many, requests }) {
  const [large, small] = many.shops;
  const ideal = idealSeconds(SIZES.large - 1);
  const asked = (requests.large.total + requests.small.total) / (SIZES.large + SIZES.small);
  const made = { POST: (requests.large.requests['POST servers'] ?? 0) + (requests.small.requests['POST servers'] ?? 0) };
  const early = heldMb(many.samples, SERVERS / 10, SERVERS / 5);
  const late = heldMb(many.samples, (SERVERS * 9) / 10, SERVERS);
  return [
    {
      name: 'all made',
      figure: many.seconds / ideal,
      limit: 1.6,
      how: `${many.seconds.toFixed(0)} s, ${ideal} s at best, as a multiple`,
    },
    {
      name: 'fair',
      figure: Math.max(large.slowdown / small.slowdown, small.slowdown / large.slowdown),
      limit: 1.15,
      how: `median waits ${large.median.toFixed(0)} s of ${large.count} and ${small.median.toFixed(0)} s of ${small.count}, each to its best, against each other`,
    },
    {
      name: 'bad neighbours',
      figure: neighbour.shops[0].median / single.shops[0].median,
      limit: 1.1,
      how: `median ${neighbour.shops[0].median.toFixed(1)} s beside a provider that hangs and one that throws, ${single.shops[0].median.toFixed(1)} s alone`,
    },
    {
      name: 'memory',
      figure: late / early,
      limit: 1.25,
      how: `${late.toFixed(0)} MB at the end, ${early.toFixed(0)} MB at a tenth`,
    },
    { name: 'requests a server', figure: asked, limit: 6, how: JSON.stringify(requests.large.requests) },
    {
      name: 'servers asked for',
      figure: made.POST / (SIZES.large + SIZES.small),
      limit: 1,
      how: `${made.POST} requests for ${SIZES.large + SIZES.small} servers`,
    },
    {
      name: 'told to wait',
      figure: requests.large.refused + requests.small.refused,
      limit: 0,
      how: 'requests that the provider refused as too many',
    },
  ].map(check => ({ ...check, isMet: check.figure <= check.limit }));
}

const cluster = await startCluster();
try {
  const cloud = { provisionMs: SECONDS * 1000, atOnce: AT_ONCE };
  const clouds = await startProgram('clouds.mjs', {
    CLOUDS: JSON.stringify([cloud, cloud, cloud, cloud, { ...cloud, mood: 'hanging' }]),
  });
  const env = {
    ...{
      DATABASE_URL: cluster.url,
      DATA_DIR: path.join(cluster.folder, 'data'),
      SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    },
    ...{ PLUGINS_DIR: gatherPlugins(), ALLOWED_PRIVATE_HOSTS: clouds.urls.map(url => new URL(url).host).join(',') },
    ...{ RUN_JOBS: 'true', RATE_LIMIT_FACTOR: '0', DATABASE_POOL: '10' },
  };
  try {
    migrate(env);
    const results = await measure(cluster, env, clouds.urls);
    const checks = checksOf(results);
    for (const { name, figure, limit, how, isMet } of checks)
      process.stdout.write(
        `${isMet ? 'ok    ' : 'MISSED'}  ${name.padEnd(20)}${figure.toFixed(2).padStart(7)}  <= ${String(limit).padEnd(5)}  ${how}\n`,
      );
    const { many, requests, operations } = results;
    const json = JSON.stringify({
      checks,
      cpu: many.cpu,
      shops: many.shops,
      requests,
      operations,
      seconds: SECONDS,
      servers: SERVERS,
    });
    mkdirSync(path.join(root, '.cache'), { recursive: true });
    writeFileSync(path.join(root, '.cache/bench-provisioning.json'), json);
    process.stdout.write(`${json}\n`);
    process.exitCode = checks.every(({ isMet }) => isMet) ? 0 : 1;
  } finally {
    await clouds.stop();
  }
} finally {
  await cluster.stop();
}
