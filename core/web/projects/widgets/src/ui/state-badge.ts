import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { Icon, type IconName } from './icon.js';

export type BadgeTone = 'success' | 'warning' | 'danger' | 'info' | 'muted';

const ICONS: Readonly<Record<BadgeTone, IconName>> = {
  success: 'check-circle',
  warning: 'clock',
  danger: 'x-circle',
  info: 'progress',
  muted: 'circle',
};

/** A state: a word, an icon and a colour, in this order of importance. */
@Component({
  selector: 'hw-state-badge',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<span class="badge" [class]="tone()"><hw-icon [name]="icon()" [size]="14" />{{ word() }}</span>`,
})
export class StateBadge {
  readonly tone = input.required<BadgeTone>();
  readonly word = input.required<string>();
  protected readonly icon = computed(() => ICONS[this.tone()]);
}
