import { startSandboxCloud, type SandboxCloud } from '@hostwright/plugin-sandbox-cloud/vendor';
import { operations } from '@hostwright/sdk/http';
import { PDFParse } from 'pdf-parse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CartsModule } from '../src/billing/carts/index.js';
import { CatalogModule } from '../src/billing/catalog/index.js';
import { InvoicesModule } from '../src/billing/invoices/index.js';
import { LedgerModule } from '../src/billing/ledger/index.js';
import { Notifications, NotificationsModule } from '../src/billing/notifications/index.js';
import { OrdersModule } from '../src/billing/orders/index.js';
import { QuotesModule } from '../src/billing/quotes/index.js';
import { ServicesModule } from '../src/billing/services/index.js';
import { newId } from '../src/platform/database/index.js';
import { Customers } from '../src/platform/identity/index.js';
import { LiveModule } from '../src/platform/live/index.js';
import { PluginsModule } from '../src/platform/plugins/index.js';
import { SecretsModule } from '../src/platform/secrets/index.js';
import { ThemesModule } from '../src/platform/themes/index.js';
import { testDatabase, type TestDatabase } from './harness/database.js';
import { testHttp, type TestHttp } from './harness/http.js';
import { PASSWORD, ServiceShop } from './harness/service-shop.js';
import { DocumentsModule, InvoiceDocuments } from '../src/features/documents/index.js';

const PLATFORM = [SecretsModule, LiveModule, PluginsModule, ThemesModule];
const SELLING = [
  LedgerModule,
  CatalogModule,
  QuotesModule,
  CartsModule,
  InvoicesModule,
  OrdersModule,
  NotificationsModule,
  ServicesModule,
];

let database: TestDatabase;
let cloud: SandboxCloud;
let http: TestHttp;

beforeAll(async () => {
  database = await testDatabase();
  cloud = await startSandboxCloud({});
  http = await testHttp(database, [...PLATFORM, ...SELLING, DocumentsModule], { ALLOWED_PRIVATE_HOSTS: new URL(cloud.url).host });
});

afterAll(async () => {
  await http.close();
  await cloud.close();
  await database.drop();
});

const openShop = (): Promise<ServiceShop> =>
  ServiceShop.open(http, cloud.url, ms => {
    http.clock.pass(ms);
    return Promise.resolve();
  });

const route = (invoiceId: string): string => `GET ${operations.getInvoicePdf.path.replace(':invoiceId', invoiceId)}`;

async function textOf(pdf: Uint8Array): Promise<string> {
  const parser = new PDFParse({ data: new Uint8Array(pdf) });
  const { text } = await parser.getText();
  await parser.destroy();
  return text;
}

function printed(shop: ServiceShop): Promise<{ variant: string; sha256: string }[]> {
  const { id } = shop.tenant;
  return http.db.run(id, () =>
    http.db.query('select variant, sha256 from documents where tenant_id = $1 order by created_at', [id]),
  );
}

describe('the PDF of an invoice', () => {
  it('is handed to the customer whose invoice it is', async () => {
    const shop = await openShop();
    const { invoiceId } = await shop.order();

    const answer = await http.call(shop.tenant, route(invoiceId), { token: await shop.token() });

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(answer.headers['content-disposition']).toMatch(/^inline; filename="[A-Z0-9]+-\d{4}-\d{6}\.pdf"$/);
    expect(answer.text.startsWith('%PDF-')).toBe(true);
  });

  it('is not there for another customer, for nobody, or in another shop', async () => {
    const shop = await openShop();
    const { invoiceId } = await shop.order();
    const email = `eve@${shop.tenant.slug}.example`;
    await http.app.get(Customers).create(shop.tenant.id, { email, name: 'Eve', locale: 'en', password: PASSWORD });
    const other = await openShop();

    expect((await http.call(shop.tenant, route(invoiceId), { token: await shop.token(email) })).status).toBe(404);
    expect((await http.call(shop.tenant, route(invoiceId))).status).toBe(401);
    expect((await http.call(other.tenant, route(invoiceId), { token: await other.token() })).status).toBe(404);
    expect((await http.call(shop.tenant, route(newId()), { token: await shop.token() })).status).toBe(404);
  });

  it('is printed once, however many ask at the same time, and again when it has been paid', async () => {
    const shop = await openShop();
    const documents = http.app.get(InvoiceDocuments);
    const { invoiceId } = await shop.order();

    const copies = await Promise.all(Array.from({ length: 8 }, () => documents.pdf(shop.tenant.id, invoiceId)));
    await shop.pay(invoiceId);
    const paid = await documents.pdf(shop.tenant.id, invoiceId);

    expect(new Set(copies.map(copy => Buffer.from(copy.content).toString('base64'))).size).toBe(1);
    expect(await textOf(copies[0]!.content)).not.toContain('Paid');
    expect(await textOf(paid.content)).toContain('Paid');
    expect((await printed(shop)).map(row => row.variant)).toEqual(['open-0', 'paid-500']);
  });

  it('is attached to messages about the invoice', async () => {
    const shop = await openShop();
    const { invoiceId } = await shop.order();

    const make = http.app.get(Notifications).makerOf('invoice-pdf');
    const file = await make(shop.tenant.id, { path: '/', values: {}, subjectId: invoiceId });

    expect(file.name).toMatch(/\.pdf$/);
    expect(file.contentType).toBe('application/pdf');
    expect(await textOf(file.content)).toContain('Test Hosting OÜ');
  });
});
