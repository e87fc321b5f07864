// Measures what the project promises about speed, each as a ratio to what this machine can do in the same run.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startCluster } from './cluster.mjs';
import { inTurns, measured, pgbench } from './measure.mjs';
import { startProgram, startServer } from './processes.mjs';
import { copyCarts, prepareFloor, sampleOrder, visitShop } from './shop.mjs';
import { printTable } from './table.mjs';
import { webhookSpeeds } from './webhooks.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const CLIENTS = 8;
/** More than any machine orders in one round. */
const CARTS = SECONDS * 1500;

const say = line => process.stderr.write(`${line}\n`);

/** Both shops of the demo; nothing of what their plugins would talk to is needed here. */
const DEMO_DIR = path.join(root, 'examples/two-resellers');
const demo = { DEMO_DIR, DEMO_VALUES: readFileSync(path.join(DEMO_DIR, 'values.json'), 'utf8') };

async function startTimes(env) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await startServer(env);
    times.push(server.readyMs);
    await server.stop();
  }
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)];
}

async function speeds(cluster, env) {
  const server = await startServer({ ...env, ...demo });
  try {
    return await compared(cluster, server);
  } finally {
    await server.stop();
  }
}

async function compared(cluster, server) {
  const shop = await visitShop(server.port);
  const tenantId = await prepareFloor(cluster.admin, shop);
  const { order, values } = await sampleOrder(server.port, shop, tenantId, cluster.admin);
  const template = await copyOf(cluster.admin, shop.cartId);
  const floor = await startProgram('floor.mjs', {
    DATABASE_URL: cluster.url,
    NODE_ENV: 'production',
    FLOOR: JSON.stringify({ answer: { quote: shop.quote, order }, shop: values }),
  });
  try {
    say(`quotes, ${ROUNDS} rounds of ${SECONDS} s each …`);
    const asking = { body: shop.choice, headers: shop.headers, connections: CLIENTS, seconds: SECONDS };
    const quote = await inTurns(
      ROUNDS,
      20_000,
      cluster,
      how => measured(server, cluster, { ...asking, ...how, url: `http://127.0.0.1:${server.port}/api/store/quotes` }),
      how => measured(floor, cluster, { ...asking, ...how, url: `http://127.0.0.1:${floor.port}/quote` }),
    );
    say(`checkouts, ${ROUNDS} rounds of ${SECONDS} s each …`);
    const buying = async how => ({
      ...{ headers: shop.headers, tokens: shop.tokens, body: shop.checkout, connections: CLIENTS, seconds: SECONDS, ...how },
      carts: await copyCarts(cluster.admin, template, CARTS),
    });
    const checkout = await inTurns(
      ROUNDS,
      2_000,
      cluster,
      async how => measured(server, cluster, { ...(await buying(how)), url: `http://127.0.0.1:${server.port}/api/store/orders` }),
      async how => {
        const job = await buying(how);
        await cluster.admin.query('insert into floor.carts select * from app.carts where id = any($1::uuid[])', [job.carts]);
        return measured(floor, cluster, { ...job, url: `http://127.0.0.1:${floor.port}/checkout` });
      },
    );
    say('the same SQL by pgbench …');
    return { quote, checkout, pgbench: await pgbench(cluster, values, { clients: CLIENTS, seconds: SECONDS }) };
  } finally {
    await floor.stop();
  }
}

/** The cart that was ordered, open again under another id: what all others are copied from. */
async function copyOf(admin, cartId) {
  const [copy] = await copyCarts(admin, cartId, 1);
  return copy;
}

function sizes() {
  return JSON.parse(execFileSync(process.execPath, [path.join(root, 'core/web/scripts/sizes.mjs')], { encoding: 'utf8' }));
}

const cluster = await startCluster();
try {
  const env = {
    ...{ DATABASE_URL: cluster.url, DATA_DIR: path.join(cluster.folder, 'data'), DATABASE_POOL: String(CLIENTS + 2) },
    ...{ RUN_JOBS: 'false', RATE_LIMIT_FACTOR: '0' },
  };
  const measuredSpeeds = await speeds(cluster, env);
  say(`webhooks, ${ROUNDS} rounds of ${SECONDS} s each, then among forged ones …`);
  const webhooks = await webhookSpeeds(cluster, env, { rounds: ROUNDS, seconds: SECONDS, clients: CLIENTS });
  say('starts …');
  const results = { ...measuredSpeeds, webhooks, startMs: await startTimes(env), sizes: sizes() };
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  const { table, json, isMet } = printTable(results);
  writeFileSync(path.join(root, '.cache/bench.json'), json);
  process.stdout.write(`${table}\n${json}\n`);
  process.exitCode = isMet ? 0 : 1;
} finally {
  await cluster.stop();
}
