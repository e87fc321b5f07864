import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandboxCloud } from '@hostwright/plugin-sandbox-cloud/vendor';
import { startSandboxPay } from '@hostwright/plugin-sandbox-pay/vendor';
import { Mailbox } from './mailbox.js';
import { mustBeFree, portsFrom, type Ports } from './ports.js';
import { startVendors, stripePages, vendorPorts, vendorValues } from './vendors.js';
import { welcome } from './welcome.js';

const folder = path.resolve(fileURLToPath(import.meta.url), '../..');
const root = path.resolve(folder, '../..');
const dataDir = path.resolve(process.env['DATA_DIR'] ?? path.join(root, '.data'));

/** One account for each place, so that the list of one never shows the servers of another. The cloud knows them by their order. */
const CLOUD_KEYS = {
  sandboxCloudKey: 'demo-cloud-key-0001',
  sandboxCloudSecondKey: 'demo-cloud-key-0002',
  sandboxCloudFrankfurtKey: 'demo-cloud-key-0003',
  sandboxCloudKyivKey: 'demo-cloud-key-0004',
  sandboxCloudWarsawKey: 'demo-cloud-key-0005',
};

/** Keys of the make-believe vendors. They open nothing but the programs that this file starts. */
const KEYS = {
  sandboxPayKey: 'demo-pay-key-0001',
  sandboxPayWebhook: 'demo-pay-webhook-0001',
  ...CLOUD_KEYS,
};

interface Part {
  close(): Promise<void>;
}

async function main(): Promise<void> {
  const ports = portsFrom(Number(process.env['PORT'] ?? 3000));
  await mustBeFree(ports);
  mkdirSync(dataDir, { recursive: true });
  const parts = await startParts(ports);
  const server = startServer(ports);
  const ended = new Promise<number>(resolve => server.once('close', code => resolve(code ?? 1)));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill('SIGTERM'));
  void whenReady(ports.server, server).then(isReady => isReady && console.log(welcome(ports)));
  process.exitCode = await ended;
  await Promise.all(parts.map(part => part.close()));
}

/** The outside world of the demo: payment providers, a cloud, a mail server and a partner's site. */
async function startParts(ports: Ports): Promise<readonly Part[]> {
  const pay = startSandboxPay({
    port: ports.pay,
    publicUrl: `http://pay.localhost:${ports.pay}`,
    accounts: [{ apiKey: KEYS.sandboxPayKey, webhookSecret: KEYS.sandboxPayWebhook }],
    stateFile: path.join(dataDir, 'sandbox-pay.json'),
  });
  const cloud = startSandboxCloud({
    port: ports.cloud,
    apiKeys: Object.values(CLOUD_KEYS),
    stateFile: path.join(dataDir, 'sandbox-cloud.json'),
  });
  const mailbox = new Mailbox();
  await mailbox.listen(ports.smtp, ports.mailPage);
  return [await pay, await cloud, mailbox, await startPartner(ports), ...(await startVendors(ports, dataDir))];
}

async function startPartner(ports: Ports): Promise<Part> {
  const { startPartnerSite } = (await import(new URL('../../partner-site/server.mjs', import.meta.url).href)) as {
    startPartnerSite(options: { port: number; shopUrl: string; key: string; paymentHosts: readonly string[] }): Promise<Part>;
  };
  return startPartnerSite({
    port: ports.partner,
    shopUrl: `http://tuulik.localhost:${ports.server}`,
    key: 'pk_demo_tuulik',
    // For the day when the owner of the shop chooses the form inside the checkout.
    paymentHosts: [stripePages(ports)],
  });
}

function startServer(ports: Ports): ChildProcess {
  const values = {
    sandboxPayUrl: `http://127.0.0.1:${ports.pay}`,
    sandboxCloudUrl: `http://127.0.0.1:${ports.cloud}`,
    smtpHost: '127.0.0.1',
    smtpPort: String(ports.smtp),
    partnerUrl: `http://partner.localhost:${ports.partner}`,
    ...vendorValues(ports),
    ...Object.fromEntries(Object.entries(KEYS).map(([name, value]) => [`secret:${name}`, value])),
  };
  return spawn(process.execPath, ['--enable-source-maps', path.join(root, 'core/server/dist/main.js')], {
    cwd: root,
    stdio: 'inherit',
    env: {
      LOG_LEVEL: 'warn',
      ...process.env,
      PORT: String(ports.server),
      DATA_DIR: dataDir,
      ALLOWED_PRIVATE_HOSTS: [ports.pay, ports.cloud, ...vendorPorts(ports)].map(port => `127.0.0.1:${port}`).join(','),
      DEMO_DIR: folder,
      DEMO_VALUES: JSON.stringify(values),
    },
  });
}

async function whenReady(port: number, server: ChildProcess): Promise<boolean> {
  while (server.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.ok) return true;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return false;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
