import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { Icon, type IconName } from './icon.js';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

const ICONS: Readonly<Record<Tone, IconName>> = {
  info: 'alert-circle',
  success: 'check-circle',
  warning: 'alert-circle',
  danger: 'alert-circle',
};

/** What happened, what was kept, what to do now. Read aloud when it appears. */
@Component({
  selector: 'hw-notice',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="notice" [class]="tone()" [attr.role]="tone() === 'danger' ? 'alert' : 'status'">
      <hw-icon [name]="icon()" />
      <div class="body"><ng-content /></div>
    </div>
  `,
})
export class Notice {
  readonly tone = input<Tone>('info');
  protected readonly icon = computed(() => ICONS[this.tone()]);
}
