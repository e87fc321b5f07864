import { ChangeDetectionStrategy, Component, input, output, signal } from '@angular/core';
import { ApiProblem } from '@hostwright/kit';
import type { Invoice } from '@hostwright/sdk/http';
import type { ShopContext } from '../platform/shop-context.js';
import type { SharedTexts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';

/** Takes an order back of which nothing is paid, after asking whether that is meant. */
@Component({
  selector: 'hw-cancel-order',
  imports: [Icon, Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (isAsking()) {
      <section class="card stack" [attr.aria-label]="texts().text('cancel-order')">
        <p>{{ texts().text('cancel-order-means', { number: invoice().orderNumber! }) }}</p>
        @if (problem(); as said) {
          <hw-notice tone="danger"
            ><p>{{ texts().problem(said) }}</p></hw-notice
          >
        }
        <div class="row wrap">
          <button class="button" type="button" [attr.aria-disabled]="busy()" (click)="cancel()">
            @if (busy()) {
              <hw-icon name="progress" [size]="16" />
            }
            {{ texts().text('cancel-order') }}
          </button>
          <button class="button" type="button" (click)="isAsking.set(false)">{{ texts().text('keep-order') }}</button>
        </div>
      </section>
    } @else {
      <button class="button quiet" type="button" (click)="isAsking.set(true)">{{ texts().text('cancel-order') }}</button>
    }
  `,
})
export class CancelOrder {
  readonly shop = input.required<ShopContext>();
  readonly invoice = input.required<Invoice>();
  readonly texts = input.required<SharedTexts>();
  readonly cancelled = output();

  protected readonly isAsking = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | undefined>(undefined);

  protected async cancel(): Promise<void> {
    const { orderId } = this.invoice();
    if (this.busy() || orderId === null) return;
    this.busy.set(true);
    this.problem.set(undefined);
    try {
      await this.shop().api.call('cancelOrder', { params: { orderId } });
      this.cancelled.emit();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.problem.set(error);
    } finally {
      this.busy.set(false);
    }
  }
}
