import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { SharedTexts } from '../platform/texts.js';
import type { PaymentFlow } from './payment-flow.js';

let made = 0;

/** The ways to pay, as cards. */
@Component({
  selector: 'hw-payment-methods',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="methods" role="radiogroup" [attr.aria-label]="texts().text('pay-how')">
      @for (method of flow().methods() ?? []; track method.installationId) {
        <label class="option">
          <input
            type="radio"
            [name]="name"
            [value]="method.installationId"
            [checked]="method.installationId === flow().methodId()"
            (change)="flow().choose(method.installationId)"
          />
          @if (method.iconUrl) {
            <img class="method-icon" [src]="method.iconUrl" alt="" width="32" height="32" />
          }
          <span class="grow">
            <span class="method-name">{{ method.name }}</span>
            <span class="muted small">{{ method.description }}</span>
          </span>
        </label>
      } @empty {
        @if (flow().methods()) {
          <p class="muted">{{ texts().text('no-methods') }}</p>
        } @else {
          <div class="skeleton method-skeleton"></div>
          <div class="skeleton method-skeleton"></div>
        }
      }
    </div>
  `,
})
export class PaymentMethods {
  readonly flow = input.required<PaymentFlow>();
  readonly texts = input.required<SharedTexts>();
  protected readonly name = `method${++made}`;
}
