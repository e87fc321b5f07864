import { ChangeDetectionStrategy, Component, computed, effect, input, untracked } from '@angular/core';
import type { SavedMethod } from '@hostwright/sdk/http';
import { monthOf } from '../payment/payment-methods.js';
import type { ShopContext } from '../platform/shop-context.js';
import type { SharedTexts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { StateBadge } from '../ui/state-badge.js';
import { SavedMethods } from './saved-methods.js';

/** Saved cards and accounts: which one renewals are charged to, until when they hold, and taking them away. */
@Component({
  selector: 'hw-saved-methods',
  imports: [Icon, Notice, StateBadge],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card stack">
      <h3>{{ texts().text('saved-methods') }}</h3>
      @if (methods().problem() ?? methods().missing(); as said) {
        <hw-notice tone="danger"
          ><p>{{ texts().problem(said) }}</p></hw-notice
        >
      }
      @if (methods().items(); as items) {
        <ul class="saved-list">
          @for (method of items; track method.id) {
            <li class="row wrap">
              @if (method.iconUrl) {
                <img class="method-icon" [src]="method.iconUrl" alt="" width="32" height="32" />
              } @else {
                <hw-icon name="card" [size]="24" />
              }
              <span class="grow">
                <strong>{{ method.label }}</strong>
                <span class="muted small">{{ about(method) }}</span>
              </span>
              @if (method.isExpired) {
                <hw-state-badge tone="danger" [word]="texts().text('saved-expired')" />
              } @else if (method.isDefault) {
                <hw-state-badge tone="success" [word]="texts().text('saved-default')" />
              }
              <span class="row">
                @if (!method.isDefault && !method.isExpired) {
                  <button
                    class="button small"
                    type="button"
                    [attr.aria-disabled]="methods().busy() !== undefined"
                    (click)="methods().makeDefault(method.id)"
                  >
                    {{ texts().text('make-default') }}
                  </button>
                }
                <button
                  class="button small"
                  type="button"
                  [attr.aria-disabled]="methods().busy() !== undefined"
                  [attr.aria-label]="texts().text('remove') + ': ' + method.label"
                  (click)="methods().remove(method.id)"
                >
                  @if (methods().busy() === method.id) {
                    <hw-icon name="progress" [size]="16" />
                  }
                  {{ texts().text('remove') }}
                </button>
              </span>
              @if (methods().confirming() === method.id) {
                <hw-notice class="confirm" tone="warning">
                  <p>{{ texts().text('remove-sure', { name: method.label }) }}</p>
                  <div class="row wrap">
                    <button class="button small primary" type="button" (click)="methods().remove(method.id)">
                      {{ texts().text('remove') }}
                    </button>
                    <button class="button small" type="button" (click)="methods().confirming.set(undefined)">
                      {{ texts().text('cancel') }}
                    </button>
                  </div>
                </hw-notice>
              }
            </li>
          } @empty {
            <li class="muted">{{ texts().text('no-saved-methods') }}</li>
          }
        </ul>
      } @else if (!methods().missing()) {
        <div class="skeleton method-skeleton" aria-busy="true"></div>
      }
    </section>
  `,
})
export class SavedMethodsView {
  readonly shop = input.required<ShopContext>();
  readonly texts = input.required<SharedTexts>();

  protected readonly methods = computed(() => {
    const { api } = this.shop();
    return untracked(() => new SavedMethods(api));
  });

  constructor() {
    effect(() => {
      const methods = this.methods();
      untracked(() => void methods.load());
    });
  }

  protected about({ method, expires }: SavedMethod): string {
    return [method, expires && this.texts().text('saved-until', { month: monthOf(expires) })].filter(Boolean).join(' · ');
  }
}
