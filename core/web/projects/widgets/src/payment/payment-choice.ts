import { computed, signal } from '@angular/core';
import { ApiProblem, type Api, type Locale } from '@hostwright/kit';
import type { PaymentMethod, SavedMethod, StartPayment } from '@hostwright/sdk/http';

type Wish = Pick<StartPayment, 'installationId' | 'saveMethod' | 'savedMethodId'>;

/** How to pay: with a card that was kept, or in one of the shop's ways; and whether the card is kept from now on. */
export class PaymentChoice {
  private readonly ways = signal<readonly PaymentMethod[] | undefined>(undefined);
  private readonly kept = signal<readonly SavedMethod[]>([]);
  private readonly chosen = signal<string | undefined>(undefined);
  private readonly keeping = signal(false);

  readonly methods = this.ways.asReadonly();
  /** What can pay now: not expired, and by a provider that takes the currency. */
  readonly saved = computed(() => {
    const offered = new Set(this.ways()?.map(way => way.installationId));
    return this.kept().filter(method => !method.isExpired && offered.has(method.installationId));
  });
  /** The id of a saved method or of an installation. */
  readonly id = computed(() => {
    const [saved, ways, wanted] = [this.saved(), this.ways() ?? [], this.chosen()];
    const known = [...saved.map(method => method.id), ...ways.map(way => way.installationId)];
    return wanted !== undefined && known.includes(wanted) ? wanted : (saved.find(method => method.isDefault)?.id ?? known[0]);
  });
  private readonly way = computed(() => this.ways()?.find(way => way.installationId === this.id()));
  readonly maySave = computed(() => this.way()?.savesMethods === true);
  readonly isSaving = computed(() => this.maySave() && this.keeping());

  constructor(private readonly api: Api) {}

  choose(id: string): void {
    this.chosen.set(id);
  }

  save(wanted: boolean): void {
    this.keeping.set(wanted);
  }

  async load(currency: string, locale: Locale): Promise<void> {
    const [{ items }, saved] = await Promise.all([
      this.api.call('listPaymentMethods', { query: { currency, locale } }),
      this.api.credentials?.token() ? this.readSaved() : [],
    ]);
    this.kept.set(saved);
    this.ways.set(items);
  }

  wish(): Wish | undefined {
    const saved = this.saved().find(method => method.id === this.id());
    if (saved) return { installationId: saved.installationId, savedMethodId: saved.id };
    const way = this.way();
    return way && { installationId: way.installationId, ...(this.isSaving() && { saveMethod: true }) };
  }

  /** A convenience: where the list cannot be read, the other ways to pay are still there. */
  private async readSaved(): Promise<readonly SavedMethod[]> {
    try {
      return (await this.api.call('listSavedMethods')).items;
    } catch (error) {
      if (error instanceof ApiProblem) return [];
      throw error;
    }
  }
}
