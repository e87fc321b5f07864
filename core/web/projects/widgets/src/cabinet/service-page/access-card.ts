import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { Service } from '@hostwright/sdk/http';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { AddressRow } from './address-row.js';
import { Ask } from './ask.js';
import { CopyButton } from './copy-button.js';
import type { PageTexts } from './page-texts.js';
import { can, may } from './service-actions.js';
import type { ServiceControl } from './service-control.js';

/** How to get in: addresses and their names, the user, the password that is shown once. */
@Component({
  selector: 'hw-access-card',
  imports: [AddressRow, Ask, CopyButton, Icon, Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section class="card stack" [attr.aria-label]="texts().text('access')">
      <h3>{{ texts().text('access') }}</h3>
      <dl class="facts">
        @for (address of service().addresses; track address.address) {
          <div>
            <dt>IPv{{ address.family }}</dt>
            <dd><hw-address-row [address]="address" [control]="control()" [service]="service()" [texts]="texts()" /></dd>
          </div>
        }
        @if (user(); as name) {
          <div>
            <dt>{{ texts().text('username') }}</dt>
            <dd class="row">
              <span class="mono">{{ name }}</span>
              <hw-copy-button [text]="name" [what]="texts().text('username')" [texts]="texts()" />
            </dd>
          </div>
        }
        @if (control().credentials()?.password; as password) {
          <div>
            <dt>{{ texts().text('password') }}</dt>
            <dd class="row">
              <span class="mono">{{ password }}</span>
              <hw-copy-button [text]="password" [what]="texts().text('password')" [texts]="texts()" />
            </dd>
          </div>
        }
      </dl>
      @if (!service().addresses.length) {
        <p class="muted">{{ texts().text('no-address') }}</p>
      }
      @if (control().credentials()) {
        <hw-notice tone="warning"
          ><p>{{ texts().text('shown-once') }}</p></hw-notice
        >
      } @else if (service().hasCredentials) {
        <div class="row wrap">
          <button class="button primary" type="button" [attr.aria-disabled]="isBusy()" (click)="control().reveal()">
            <hw-icon name="key" />{{ texts().text('reveal') }}
          </button>
          <span class="muted small grow">{{ texts().text('reveal-more') }}</span>
        </div>
      }
      @if (mayReset() && !asking()) {
        <div>
          <button class="button small" type="button" [attr.aria-disabled]="!mayNow()" (click)="mayNow() && asking.set(true)">
            <hw-icon name="key" [size]="16" />{{ texts().text('action.reset-password') }}
          </button>
        </div>
      }
      @if (asking()) {
        <hw-ask
          [texts]="texts()"
          [says]="texts().text('reset-password-sure')"
          [does]="texts().text('action.reset-password')"
          [busy]="isBusy()"
          [problem]="control().problemOf('reset-password')"
          (confirmed)="reset()"
          (dismissed)="asking.set(false)"
        />
      }
      @if (control().problemOf('reveal'); as said) {
        <hw-notice tone="danger"
          ><p>{{ texts().problem(said) }}</p></hw-notice
        >
      }
    </section>
  `,
})
export class AccessCard {
  readonly control = input.required<ServiceControl>();
  readonly service = input.required<Service>();
  readonly texts = input.required<PageTexts>();

  protected readonly asking = signal(false);
  protected readonly user = computed(() => this.control().credentials()?.username ?? this.service().username);
  protected readonly isBusy = computed(() => this.control().busy() !== undefined);
  protected readonly mayReset = computed(() => this.service().state === 'active' && can(this.service(), 'reset-password'));
  protected readonly mayNow = computed(() => may(this.service(), 'reset-password') && !this.isBusy());

  protected async reset(): Promise<void> {
    if (await this.control().order({ action: 'reset-password' })) this.asking.set(false);
  }
}
