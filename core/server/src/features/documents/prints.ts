import { Injectable } from '@nestjs/common';
import { TenantDb } from '../../platform/database/index.js';
import { DocumentRows, type DocumentKey } from './document-rows.js';
import { PdfPrinter } from './pdf-printer.js';

/** Documents on paper: printed when first wanted, kept as they were printed. */
@Injectable()
export class Prints {
  /** Two who want the same print at the same time get the same one. */
  private readonly printing = new Map<string, Promise<Uint8Array>>();

  constructor(
    private readonly db: TenantDb,
    private readonly rows: DocumentRows,
    private readonly printer: PdfPrinter,
  ) {}

  async of(tenantId: string, key: DocumentKey, page: () => Promise<string>): Promise<Uint8Array> {
    const kept = await this.db.run(tenantId, () => this.rows.find(key));
    if (kept) return kept;
    return this.once(`${tenantId} ${key.kind} ${key.subjectId} ${key.variant}`, async () => {
      const printed = await this.printer.print(await page());
      return this.db.run(tenantId, async () => {
        await this.rows.keep(key, printed);
        return (await this.rows.find(key)) ?? printed;
      });
    });
  }

  private once(name: string, print: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const running = this.printing.get(name);
    if (running) return running;
    const started = print().finally(() => this.printing.delete(name));
    this.printing.set(name, started);
    return started;
  }
}
