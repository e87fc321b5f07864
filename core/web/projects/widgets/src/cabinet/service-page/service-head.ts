import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { Service } from '@hostwright/sdk/http';
import { stateOf } from '../../service/service-watch.js';
import { StateBadge } from '../../ui/state-badge.js';
import { TextField } from '../../ui/text-field.js';
import { isHostname } from './hostname.js';
import type { PageTexts } from './page-texts.js';
import { can, may } from './service-actions.js';
import type { ServiceControl } from './service-control.js';

/** The name of the server, what it is, how it is; the name can be changed where it stands. */
@Component({
  selector: 'hw-service-head',
  imports: [StateBadge, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="row wrap service-head">
      <div class="grow">
        <h2>{{ service().hostname }}</h2>
        <p class="muted small head-line">
          <span>{{ service().label }}</span>
          @if (mayEver() && !editing()) {
            <button class="link" type="button" [attr.aria-disabled]="!mayNow()" (click)="edit()">
              {{ texts().text('rename') }}
            </button>
          }
        </p>
      </div>
      <hw-state-badge aria-live="polite" [tone]="state().tone" [word]="texts().text('state.' + state().word)" />
    </div>
    @if (editing()) {
      <form
        class="ask stack"
        [attr.aria-label]="texts().text('rename')"
        (submit)="rename($event)"
        (keydown.escape)="editing.set(false)"
      >
        <hw-text-field
          name="hostname"
          [label]="texts().text('new-name')"
          [hint]="texts().text('rename-more')"
          [maxlength]="253"
          [problem]="problem()"
          [(value)]="name"
        />
        <div class="row wrap">
          <button class="button primary" type="submit" [attr.aria-disabled]="isBusy()">{{ texts().text('rename-do') }}</button>
          <button class="button" type="button" (click)="editing.set(false)">{{ texts().text('cancel') }}</button>
        </div>
      </form>
    }
  `,
})
export class ServiceHead {
  readonly control = input.required<ServiceControl>();
  readonly service = input.required<Service>();
  readonly texts = input.required<PageTexts>();

  protected readonly editing = signal(false);
  protected readonly name = signal('');
  private readonly isWrong = signal(false);
  protected readonly state = computed(() => stateOf(this.service()));
  protected readonly mayEver = computed(() => this.service().state === 'active' && can(this.service(), 'rename'));
  protected readonly mayNow = computed(() => may(this.service(), 'rename'));
  protected readonly isBusy = computed(() => this.control().busy() !== undefined);
  protected readonly problem = computed(() => {
    const refused = this.control().problemOf('rename');
    if (this.isWrong() || refused?.errorAt('hostname')) return this.texts().text('wrong.hostname');
    return refused ? this.texts().problem(refused) : '';
  });

  protected edit(): void {
    if (!this.mayNow()) return;
    this.control().forgetProblem();
    this.isWrong.set(false);
    this.name.set(this.service().hostname);
    this.editing.set(true);
  }

  protected async rename(event: Event): Promise<void> {
    event.preventDefault();
    const hostname = this.name().trim().toLowerCase();
    this.isWrong.set(!isHostname(hostname));
    if (this.isWrong()) return;
    if (hostname === this.service().hostname || (await this.control().order({ action: 'rename', hostname }))) {
      this.editing.set(false);
    }
  }
}
