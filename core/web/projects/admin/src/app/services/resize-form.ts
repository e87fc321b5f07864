import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatRadioModule } from '@angular/material/radio';
import { MatSelectModule } from '@angular/material/select';
import type { Selection } from '@hostwright/sdk';
import type { AdminService, ChangePreview, ServiceChange } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { Skeleton } from '../parts/skeleton.js';
import { OnceAttempt } from '../state/attempt.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';
import { carriedOver } from './carried-over.js';
import { SelectionFields } from './selection-fields.js';

interface Wish {
  readonly serviceId: string;
  readonly planId: string;
  readonly selection: Selection;
}

/** Another size for a running service: what it costs is shown before anything is ordered, and staff say whether it is charged. */
@Component({
  selector: 'hw-resize-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButton, MatFormFieldModule, MatRadioModule, MatSelectModule, SelectionFields, Skeleton],
  templateUrl: './resize-form.html',
  styleUrl: '../sheets/sheet-content.css',
})
export class ResizeForm {
  readonly service = input.required<AdminService>();
  readonly ordered = output<ServiceChange>();
  readonly cancelled = output<void>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  private readonly serviceId = computed(() => this.service().id);

  protected readonly attempt = new OnceAttempt();
  protected readonly options = new Reading((serviceId: string, signal) =>
    this.api.call('getAdminServiceOptions', { params: { serviceId }, query: { locale: this.words.locale() }, signal }),
  );
  protected readonly preview = new Reading<ChangePreview, Wish>(({ serviceId, planId, selection }, signal) =>
    this.api.call('previewAdminServiceChange', {
      params: { serviceId },
      body: { planId, selection: { ...selection }, locale: this.words.locale() },
      signal,
    }),
  );

  protected readonly planId = linkedSignal(() => this.options.value()?.planId ?? '');
  protected readonly plan = computed(() => this.options.value()?.product.plans.find(({ id }) => id === this.planId()));
  protected readonly selection = linkedSignal<Selection>(() => {
    const [options, plan] = [this.options.value(), this.plan()];
    return options && plan ? carriedOver(plan.options, options.selection) : {};
  });
  protected readonly charge = linkedSignal<string, 'difference' | 'nothing'>({
    source: this.serviceId,
    computation: () => 'nothing',
  });
  protected readonly isSame = computed(() => {
    const now = this.options.value();
    const selection = this.selection();
    if (!now || now.planId !== this.planId()) return now === undefined;
    return Object.entries(selection).every(([option, value]) => now.selection[option] === value);
  });
  protected readonly refusals = computed(() =>
    Object.fromEntries(
      (this.preview.value()?.problems ?? []).map(({ field, message }) => [field.replace(/^selection\./, ''), message]),
    ),
  );
  protected readonly isDue = computed(() => this.preview.value()?.due.total.amount !== '0');
  private readonly wish = computed((): Wish | undefined =>
    this.isSame() ? undefined : { serviceId: this.serviceId(), planId: this.planId(), selection: this.selection() },
  );

  constructor() {
    effect(() => {
      const id = this.serviceId();
      untracked(() => void this.options.start(id));
    });
    effect(() => {
      const wish = this.wish();
      if (wish) untracked(() => void this.preview.start(wish));
    });
  }

  protected again(): void {
    const wish = this.wish();
    if (wish) void this.preview.load(wish);
  }

  protected async send(): Promise<void> {
    const token = this.preview.value()?.token;
    if (this.isSame() || !token) return;
    const params = { serviceId: this.serviceId() };
    const body = { token, charge: this.isDue() ? this.charge() : ('nothing' as const) };
    const answer = await this.attempt.run(body, (sent, idempotencyKey) =>
      this.api.call('orderAdminServiceChange', { params, body: sent, idempotencyKey }),
    );
    if (answer) this.ordered.emit(answer);
  }
}
