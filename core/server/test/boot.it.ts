import { operations } from '@hostwright/sdk/http';
import { expect, it } from 'vitest';
import { childServer } from './harness/child-server.js';
import { testDatabase } from './harness/database.js';

it('starts as it was compiled, says what it offers, and stops cleanly when it is asked to', async () => {
  const database = await testDatabase();
  try {
    const server = await childServer(database, { NODE_ENV: 'production', FAULT_POINT: 'events/deliver:before' });
    console.log(`The compiled server was ready after ${(server.readyMs / 1000).toFixed(2)} s`);

    const document = (await fetch(`${server.url}/api/openapi.json`).then(answer => answer.json())) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId?: string }>>;
    };
    const ids = Object.values(document.paths).flatMap(path => Object.values(path).map(operation => operation.operationId));

    expect(document.openapi).toMatch(/^3\.1\./);
    expect(ids).not.toContain(undefined);
    expect(new Set(ids)).toEqual(new Set(Object.keys(operations)));
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  } finally {
    await database.drop();
  }
});
