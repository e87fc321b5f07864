import { ChangeDetectionStrategy, Component, computed, effect, input, output, signal, untracked } from '@angular/core';
import type { Service, ServiceChange } from '@hostwright/sdk/http';
import { Reading } from '../../platform/reading.js';
import { Notice } from '../../ui/notice.js';
import type { View } from '../cabinet-view.js';
import { ChangeForm } from './change-form.js';
import { ChangeModel, readOptions, type Options } from './change-model.js';
import type { PageTexts } from './page-texts.js';
import type { ServiceControl } from './service-control.js';

/** What the server is, and the way to another size. */
@Component({
  selector: 'hw-change-card',
  imports: [ChangeForm, Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (open(); as change) {
      <hw-notice tone="warning">
        @if (change.invoice; as invoice) {
          <p>
            {{
              texts().text('change-waits', { plan: change.planName, number: invoice.number, amount: texts().money(invoice.due) })
            }}
          </p>
          <div class="row wrap">
            <button class="button small primary" type="button" (click)="opened.emit({ name: 'invoice', id: invoice.id })">
              {{ texts().text('pay', { amount: texts().money(invoice.due) }) }}
            </button>
            @if (change.state === 'waiting') {
              <button class="button small" type="button" [attr.aria-disabled]="isBusy()" (click)="takeBack(change)">
                {{ texts().text('take-back') }}
              </button>
            }
          </div>
        } @else {
          <p>{{ texts().text('change-under-way', { plan: change.planName }) }}</p>
        }
      </hw-notice>
    } @else if (hindrance(); as code) {
      <p class="muted small">{{ texts().text('hindrance.' + code) }}</p>
    } @else if (model(); as one) {
      <hw-change-form [model]="one" [control]="control()" [texts]="texts()" (ordered)="follow($event)" (dismissed)="close()" />
    } @else if (mayEver()) {
      <div>
        <button class="button" type="button" [attr.aria-disabled]="!mayNow()" (click)="begin()">
          {{ texts().text('action.resize') }}
        </button>
      </div>
    }
    @if (reading.problem() ?? control().problemOf('take-back'); as said) {
      <hw-notice tone="danger"
        ><p>{{ texts().problem(said) }}</p></hw-notice
      >
    }
  `,
})
export class ChangeCard {
  readonly control = input.required<ServiceControl>();
  readonly service = input.required<Service>();
  readonly texts = input.required<PageTexts>();
  readonly opened = output<View>();

  protected readonly reading = new Reading<Options>();
  protected readonly model = signal<ChangeModel | undefined>(undefined);
  protected readonly open = computed(() => this.reading.value()?.open ?? undefined);
  private readonly isAsked = signal(false);
  protected readonly hindrance = computed(() => (this.isAsked() ? this.reading.value()?.hindrance : null) ?? undefined);
  protected readonly isBusy = computed(() => this.control().busy() !== undefined);
  /** A service that is paid once, or that its shop cannot change, has no other size. */
  protected readonly mayEver = computed(() => {
    const { state, period, cancellation } = this.service();
    const hindrance = this.reading.value()?.hindrance;
    return (
      state === 'active' && period.unit !== 'once' && !cancellation && !!this.reading.value() && hindrance !== 'not-supported'
    );
  });
  protected readonly mayNow = computed(() => !this.isBusy() && !this.control().underWay());
  private readonly stamp = computed(() => {
    const { state, planName, operations } = this.service();
    return [state, planName, operations[0]?.id, operations[0]?.state].join(' ');
  });

  constructor() {
    effect(onCleanup => {
      const { live } = this.control().shop;
      this.stamp();
      untracked(() => void this.read());
      onCleanup(live.listen(event => event.name === 'invoice.changed' && void this.read()));
    });
  }

  protected async begin(): Promise<void> {
    if (!this.mayNow()) return;
    this.control().forgetProblem();
    await this.read();
    this.isAsked.set(true);
    const options = this.reading.value();
    if (!options || options.hindrance || this.reading.problem()) return;
    const model = new ChangeModel(this.control(), options, this.texts().locale());
    await model.learnRules();
    this.model.set(model);
  }

  protected close(): void {
    this.model()?.stop();
    this.model.set(undefined);
    this.isAsked.set(false);
  }

  /** What has to be paid first is paid on its invoice; what costs nothing today is begun already. */
  protected follow(change: ServiceChange): void {
    this.close();
    this.control().refresh();
    void this.read();
    if (change.invoice && change.invoice.due.amount !== '0') this.opened.emit({ name: 'invoice', id: change.invoice.id });
  }

  protected async takeBack({ id: changeId }: ServiceChange): Promise<void> {
    const { shop, params } = this.control();
    await this.control().work('take-back', async () => {
      await shop.api.call('cancelServiceChange', { params: { ...params, changeId } });
      await this.read();
    });
  }

  private read(): Promise<void> {
    return this.reading.read(() => readOptions(this.control(), this.texts().locale()));
  }
}
