import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** Strokes on a grid of 24: drawn in the colour of the text beside them. */
const PATHS = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  'check-circle': 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M8 12.3l2.8 2.8L16 9.6',
  'alert-circle': 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7.5v5.5M12 16.4v.1',
  clock: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7v5l3 2',
  pause: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M10 9v6M14 9v6',
  'x-circle': 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M9 9l6 6M15 9l-6 6',
  progress: 'M12 3a9 9 0 1 0 9 9',
  circle: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18',
  close: 'M6 6l12 12M18 6L6 18',
  up: 'M6 15l6-6l6 6',
  right: 'M9 6l6 6l-6 6',
  left: 'M15 6l-6 6l6 6',
  cart: 'M3 4h2.5l2.2 11.2h10.2L20 8H6.4M9 19.5v.1M17 19.5v.1',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7',
  download: 'M12 4v11M7.5 11l4.5 4.5l4.5-4.5M5 20h14',
  copy: 'M9 9h10.5v10.5H9zM5 15H4.5V4.5H15V5',
  power: 'M12 3.5v8M6.5 7a7.5 7.5 0 1 0 11 0',
  restart: 'M19.5 12a7.5 7.5 0 1 1-2.200-5.300M19.5 3.5v4h-4',
  play: 'M8 5.5v13l11-6.5z',
  server: 'M4 5h16v5.5H4zM4 13.5h16V19H4zM7.5 7.800v.1M7.5 16.300v.1',
  invoice: 'M6 3.5h12V20.5l-3-2l-3 2l-3-2l-3 2zM9 8.5h6M9 12.5h6',
  card: 'M3.5 6h17v12h-17zM3.5 10h17M7 15h3',
  orders: 'M5 6.5h14M5 12h14M5 17.5h9',
  person: 'M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4.5 20.5c.8-4 3.800-5.5 7.5-5.5s6.700 1.5 7.5 5.5',
  home: 'M4 11l8-7l8 7M6.5 9.5V20h11V9.5',
  key: 'M8 11a4 4 0 1 0 0 8a4 4 0 0 0 0-8M11 12.5l8-8M16 7.5l2.5 2.5',
  out: 'M10 4.5H5v15h5M14 8l4.5 4l-4.5 4M18 12H9',
} as const;

export type IconName = keyof typeof PATHS;

/** A sign beside a word; readers of the screen hear the word. */
@Component({
  selector: 'hw-icon',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<svg
    [attr.width]="size()"
    [attr.height]="size()"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    [class.spin]="name() === 'progress'"
  >
    <path [attr.d]="path()" />
  </svg>`,
})
export class Icon {
  readonly name = input.required<IconName>();
  readonly size = input(18);
  protected readonly path = computed(() => PATHS[this.name()]);
}
