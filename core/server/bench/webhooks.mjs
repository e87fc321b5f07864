import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { inTurns, measured } from './measure.mjs';
import { startProgram, startServer } from './processes.mjs';
import { call } from './shop.mjs';
import { FORGED } from './signed-webhooks.mjs';

const HOST = 'tills.localhost';
const STAFF = { email: 'owner@tills.example', password: randomBytes(12).toString('hex') };
const PLUGINS_DIR = path.join(import.meta.dirname, 'plugins');

/** A shop whose only gateway listens: webhooks taken in, first all of them good, then as many forged ones between them. */
export async function webhookSpeeds(cluster, env, { rounds, seconds, clients }) {
  openShop({ ...env, PLUGINS_DIR });
  const server = await startServer({ ...env, PLUGINS_DIR });
  const floor = await startProgram('floor.mjs', { DATABASE_URL: cluster.url, NODE_ENV: 'production', FLOOR: '{}' });
  try {
    const secret = randomBytes(16).toString('hex');
    const installation = await openTill(server.port, secret);
    await cluster.admin.query('create schema if not exists floor');
    await cluster.admin.query('create table floor.webhook_inbox (like app.webhook_inbox including all)');
    await cluster.admin.query(
      'create table if not exists floor.jobs (id uuid primary key, name text not null, data jsonb not null, created_at timestamptz not null default now())',
    );
    const job = { headers: { 'content-type': 'application/json' }, connections: clients, seconds, secret, body: {} };
    const ours = { ...job, url: `http://127.0.0.1:${server.port}/hooks/${installation.id}` };
    const bare = { ...job, url: `http://127.0.0.1:${floor.port}/hook` };
    const taken = await inTurns(
      rounds,
      2_000,
      cluster,
      how => measured(server, cluster, { ...ours, ...how, webhooks: 'good' }),
      how => measured(floor, cluster, { ...bare, ...how, webhooks: 'good' }),
    );
    return { taken, forged: await amongForged(cluster, server, ours, rounds) };
  } finally {
    await server.stop();
    await floor.stop();
  }
}

/** How long a good one takes among forged ones, as a multiple of alone; how many forged ones were taken for good. */
async function amongForged(cluster, server, job, rounds) {
  const all = [];
  for (let round = 0; round < rounds; round += 1) {
    const alone = await measured(server, cluster, { ...job, webhooks: 'good' });
    const mixed = await measured(server, cluster, { ...job, webhooks: 'half-forged' });
    all.push(mixed.goodMs / alone.goodMs);
  }
  const { rows } = await cluster.admin.query(
    `select count(*)::int as kept from app.webhook_inbox where event_id like '${FORGED}%'`,
  );
  return { times: all.toSorted((left, right) => left - right)[Math.floor(rounds / 2)], all, accepted: rows[0].kept };
}

function openShop(env) {
  const hostwright = (words, input) =>
    execFileSync(process.execPath, [path.join(import.meta.dirname, '../dist/cli.js'), ...words], {
      env: { ...process.env, ...env },
      input,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
  hostwright(['migrate']);
  const shop = ['--slug', 'tills', '--name', 'Tills', '--host', HOST, '--email', STAFF.email, '--country', 'EE'];
  hostwright(['tenant', 'create', ...shop]);
  hostwright(
    ['staff', 'create', '--tenant', 'tills', '--email', STAFF.email, '--name', 'Owner', '--password-stdin'],
    STAFF.password,
  );
}

async function openTill(port, webhookSecret) {
  const { accessToken: token } = await call(port, 'POST', '/api/admin/sessions', { body: STAFF, host: HOST });
  const body = { pluginId: 'bench-till', label: 'Till', config: { webhookSecret } };
  return call(port, 'POST', '/api/admin/installations', { body, token, host: HOST });
}
