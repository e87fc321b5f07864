import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { type ApiProblem, periodWords } from '@hostwright/kit';
import { defaultSelection, type Option, parsePeriodKey, type Selection } from '@hostwright/sdk';
import type { AdminCustomer, Finding, ResolveFinding } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { SelectionFields } from '../services/selection-fields.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';
import { cataloguePrice, readPrice, renewalAt, tomorrow } from './adoption.js';
import { CustomerPicker } from './customer-picker.js';

/** Makes a service of a server that exists already: whose, which plan, for how much, paid until when. */
@Component({
  selector: 'hw-adopt-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CustomerPicker, Failure, MatButton, MatFormFieldModule, MatInput, MatSelectModule, SelectionFields],
  templateUrl: './adopt-form.html',
  styleUrl: '../sheets/sheet-content.css',
})
export class AdoptForm {
  readonly finding = input.required<Finding>();
  readonly busy = input(false);
  readonly problem = input<ApiProblem>();
  readonly adopted = output<ResolveFinding>();
  readonly cancelled = output<void>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);

  protected readonly products = new Reading(
    async (_wish: void, signal) =>
      (await this.api.call('listProducts', { query: { locale: this.words.locale() }, signal })).items,
  );
  protected readonly shop = new Reading((_wish: void, signal) => this.api.call('getShop', { signal }));

  protected readonly customer = signal<AdminCustomer | undefined>(undefined);
  protected readonly hostname = linkedSignal(() => this.finding().server?.hostname ?? '');
  protected readonly planId = signal<string | undefined>(undefined);
  protected readonly plan = computed(() =>
    this.products
      .value()
      ?.flatMap(({ plans }) => plans)
      .find(({ id }) => id === this.planId()),
  );
  protected readonly selection = linkedSignal<Selection>(() =>
    defaultSelection((this.plan()?.options ?? []) as readonly Option[]),
  );
  protected readonly period = linkedSignal(() => this.plan()?.periods[0] ?? '');
  protected readonly currency = linkedSignal(() => this.shop.value()?.currency ?? '');
  protected readonly written = signal('');
  protected readonly renewsOn = signal('');
  protected readonly wasSent = signal(false);

  protected readonly earliest = tomorrow(new Date());
  protected readonly isOnce = computed(() => this.period() === 'once');
  protected readonly price = computed(() => readPrice(this.written(), this.currency()));
  protected readonly usual = computed(() => {
    const plan = this.plan();
    return plan && this.currency() ? cataloguePrice(plan, this.selection(), this.period(), this.currency()) : undefined;
  });
  protected readonly refusals = computed(() =>
    Object.fromEntries((this.problem()?.errors ?? []).map(({ field, message }) => [field.replace(/^selection\./, ''), message])),
  );
  /** What stands at no field of the form. */
  protected readonly general = computed(() => {
    const problem = this.problem();
    return problem && problem.errors.length === 0 ? problem : undefined;
  });
  protected readonly isReady = computed(
    () =>
      !!this.customer() &&
      !!this.plan() &&
      !!this.currency() &&
      this.hostname().trim() !== '' &&
      this.price().ok &&
      (this.isOnce() || this.renewsOn() >= this.earliest),
  );

  constructor() {
    void this.products.load();
    void this.shop.load();
  }

  protected periodName(key: string): string {
    const period = parsePeriodKey(key);
    return period ? periodWords(period, this.words.locale()) : key;
  }

  protected send(): void {
    this.wasSent.set(true);
    const [customer, planId, price, period] = [this.customer(), this.planId(), this.price(), parsePeriodKey(this.period())];
    if (!this.isReady() || !customer || !planId || !price.ok || !period) return;
    this.adopted.emit({
      action: 'adopt',
      customerId: customer.id,
      planId,
      selection: { ...this.selection() },
      period,
      currency: this.currency(),
      ...(price.recurring !== undefined && { recurring: price.recurring }),
      renewsAt: this.isOnce() ? null : renewalAt(this.renewsOn()),
      hostname: this.hostname().trim(),
    });
  }
}
