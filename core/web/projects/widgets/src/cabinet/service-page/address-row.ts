import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { Service } from '@hostwright/sdk/http';
import { TextField } from '../../ui/text-field.js';
import { CopyButton } from './copy-button.js';
import { isHostname } from './hostname.js';
import type { PageTexts } from './page-texts.js';
import { can, may } from './service-actions.js';
import type { ServiceControl } from './service-control.js';

/** An address to copy, and the name that others find for it. */
@Component({
  selector: 'hw-address-row',
  imports: [CopyButton, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="row">
      <span class="mono address">{{ address().address }}</span>
      <hw-copy-button [text]="address().address" [what]="'IPv' + address().family" [texts]="texts()" />
    </div>
    @if (mayEver() || address().reverseName) {
      <p class="muted small">
        {{ texts().text('reverse-name') }}:
        <span class="mono">{{ address().reverseName ?? '—' }}</span>
        @if (mayEver() && !editing()) {
          <button
            class="link"
            type="button"
            [attr.aria-label]="texts().text('reverse-change-of', { address: address().address })"
            [attr.aria-disabled]="!mayNow()"
            (click)="edit()"
          >
            {{ texts().text('reverse-change') }}
          </button>
        }
      </p>
    }
    @if (editing()) {
      <form class="ask stack" (submit)="save($event)" (keydown.escape)="editing.set(false)">
        <hw-text-field
          name="reverse-name"
          [label]="texts().text('reverse-of', { address: address().address })"
          [hint]="texts().text('reverse-more')"
          [required]="false"
          [maxlength]="253"
          [problem]="problem()"
          [(value)]="name"
        />
        <div class="row wrap">
          <button class="button small primary" type="submit" [attr.aria-disabled]="isBusy()">{{ texts().text('save') }}</button>
          <button class="button small" type="button" (click)="editing.set(false)">{{ texts().text('cancel') }}</button>
        </div>
      </form>
    }
  `,
})
export class AddressRow {
  readonly address = input.required<Service['addresses'][number]>();
  readonly control = input.required<ServiceControl>();
  readonly service = input.required<Service>();
  readonly texts = input.required<PageTexts>();

  protected readonly editing = signal(false);
  protected readonly name = signal('');
  private readonly isWrong = signal(false);
  protected readonly mayEver = computed(
    () => this.service().state === 'active' && can(this.service(), 'reverse-names') && !this.address().address.includes('/'),
  );
  protected readonly mayNow = computed(() => may(this.service(), 'reverse-name'));
  protected readonly isBusy = computed(() => this.control().busy() !== undefined);
  protected readonly problem = computed(() => {
    if (this.isWrong()) return this.texts().text('wrong.hostname');
    const refused = this.control().problemOf('reverse-name');
    return refused ? this.texts().problem(refused) : '';
  });

  protected edit(): void {
    if (!this.mayNow()) return;
    this.control().forgetProblem();
    this.isWrong.set(false);
    this.name.set(this.address().reverseName ?? '');
    this.editing.set(true);
  }

  /** An empty field gives the address its first name back. */
  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const typed = this.name().trim().toLowerCase();
    this.isWrong.set(typed !== '' && !isHostname(typed));
    if (this.isWrong()) return;
    const name = typed === '' ? null : typed;
    if (await this.control().order({ action: 'reverse-name', address: this.address().address, name })) this.editing.set(false);
  }
}
