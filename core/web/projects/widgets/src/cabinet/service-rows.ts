import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import type { Service } from '@hostwright/sdk/http';
import type { SharedTexts } from '../platform/texts.js';
import { stateOf } from '../service/service-watch.js';
import { Icon } from '../ui/icon.js';
import { StateBadge } from '../ui/state-badge.js';
import type { View } from './cabinet-view.js';

/** Services as rows: name, state, address, next payment. */
@Component({
  selector: 'hw-service-rows',
  imports: [Icon, StateBadge],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (services(); as rows) {
      @if (rows.length) {
        <ul class="rows card">
          @for (service of rows; track service.id) {
            <li>
              <button class="line service-line" type="button" (click)="opened.emit({ name: 'service', id: service.id })">
                <span class="grow">
                  <strong>{{ service.hostname }}</strong>
                  <span class="muted small">{{ service.productName }} {{ service.planName }}</span>
                </span>
                <hw-state-badge [tone]="state(service).tone" [word]="texts().text('state.' + state(service).word)" />
                <span class="mono small address-cell">{{ service.addresses[0]?.address ?? '—' }}</span>
                <span class="muted small next-cell">{{ next(service) }}</span>
                <hw-icon name="right" [size]="16" />
              </button>
            </li>
          }
        </ul>
      } @else {
        <div class="empty card">
          <hw-icon name="server" [size]="32" />
          <p>{{ texts().text('no-services') }}</p>
          @if (shopPage(); as address) {
            <a class="button primary" [href]="address">{{ texts().text('choose') }}</a>
          }
        </div>
      }
    } @else {
      <div class="skeleton rows-skeleton" aria-busy="true"></div>
    }
  `,
})
export class ServiceRows {
  readonly services = input.required<readonly Service[] | undefined>();
  readonly texts = input.required<SharedTexts>();
  readonly shopPage = input<string>();
  readonly opened = output<View>();
  protected readonly state = stateOf;

  protected next(service: Service): string {
    if (!service.renewal || !service.renewsAt || service.state === 'terminated') return '';
    return this.texts().text('renews-for', {
      amount: this.texts().money(service.renewal),
      date: this.texts().date(service.renewsAt),
    });
  }
}
