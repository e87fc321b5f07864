import { createApp } from './create-app.js';
import { databaseAtHand } from './database-at-hand.js';
import { Demo } from './features/demo/index.js';
import { ConfigProblem, readConfig } from './platform/config/index.js';

/** Starts the server: configuration, database, migrations, plugins, routes; then listens until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const database = await databaseAtHand(config);
  const app = await createApp(database.config);
  if (config.demoDir) await app.get(Demo).seed(config.demoDir, config.demoValues);
  await app.listen(config.port, config.host);
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= app.close().then(database.stop));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop().then(() => process.exit(0), fail));
}

function fail(error: unknown): never {
  const reason = error instanceof ConfigProblem ? `The configuration is not right:\n${error.message}` : error;
  console.error(reason);
  process.exit(1);
}

main().catch(fail);
