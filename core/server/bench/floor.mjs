// What the machine can do without us: a bare Fastify with the same answer, and the same minimum of SQL through `pg`.
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';
import { CHECKOUT, WEBHOOK } from './floor-sql.mjs';

const { answer, shop } = JSON.parse(process.env.FLOOR);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 });
const app = Fastify({ logger: { level: 'error', stream: process.stderr } });

app.post('/quote', async () => answer.quote);

app.post('/checkout', async ({ body }, reply) => {
  const ids = { order: randomUUID(), service: randomUUID(), invoice: randomUUID() };
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const { name, text, values } of CHECKOUT) {
      const { rows } = await client.query({ name, text, values: values({ shop, ids, cartId: body.cartId }) });
      if (rows[0]) ids.sequence = rows[0].sequence;
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  return reply.code(201).send(answer.order);
});

/** A message is kept once and a job made of it, in one commit; who sent it is not asked. */
app.post('/hook', async ({ body }, reply) => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const { name, text, values } of WEBHOOK) await client.query({ name, text, values: values(body) });
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  return reply.send('');
});

await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(JSON.stringify({ port: app.server.address().port }));
process.once('SIGTERM', () => void app.close().then(() => pool.end()));
