import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** Lines on a grid of 24. */
const PATHS = {
  gauge: 'M4 18a8.5 8.5 0 1 1 16 0M12 14l4-5M12 14.5v.01',
  basket: 'M4 9h16l-1.6 9.2a2 2 0 0 1-2 1.8H7.6a2 2 0 0 1-2-1.8zM8.5 9 11 4M15.5 9 13 4',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.4-3.6 3-5.5 6.5-5.5s6.1 1.9 6.5 5.5M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.9c2 .7 3.2 2.4 3.5 5.1',
  server:
    'M4 5.5A1.5 1.5 0 0 1 5.5 4h13A1.5 1.5 0 0 1 20 5.5v4a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 9.5zM4 14.5A1.5 1.5 0 0 1 5.5 13h13a1.5 1.5 0 0 1 1.5 1.5v4a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5zM8 7.5v.01M8 16.5v.01M12 7.5h4M12 16.5h4',
  invoice: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5',
  card: 'M3 7.5A1.5 1.5 0 0 1 4.5 6h15A1.5 1.5 0 0 1 21 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16.5zM3 10.5h18M7 14.5h3',
  mail: 'M3.5 7A1.5 1.5 0 0 1 5 5.5h14A1.5 1.5 0 0 1 20.5 7v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 17zM4 7.5l8 6 8-6',
  tag: 'M4 4.5h7.5L20 13l-7 7-8.5-8.5zM8.5 8.5v.01',
  plug: 'M9 3v5M15 3v5M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0zM12 17v4',
  history: 'M4.5 12a7.5 7.5 0 1 0 2.3-5.4L4 9.2M4 4.5v4.7h4.7M12 8v4.5l3 1.8',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20',
  close: 'M6 6l12 12M18 6 6 18',
  menu: 'M4 7h16M4 12h16M4 17h16',
  check: 'M5 12.5 10 17.5 19 7',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4.5l3 1.5',
  alert: 'M12 4 21 19.5H3zM12 10v4M12 17v.01',
  cross: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM9.2 9.2l5.6 5.6M14.8 9.2l-5.6 5.6',
  pause: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM10 9v6M14 9v6',
  question:
    'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM9.8 9.8c.2-1.4 1.2-2 2.3-2 1.3 0 2.3.8 2.3 2 0 1.7-2.3 1.9-2.3 3.6M12 16.3v.01',
  next: 'M9.5 6l6 6-6 6',
  down: 'M6 9.5l6 6 6-6',
  back: 'M14.5 6l-6 6 6 6',
  download: 'M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4L20 9.2M20 4.5v4.7h-4.7',
  plus: 'M12 5v14M5 12h14',
  trash: 'M5 7h14M10 4h4M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5',
  power: 'M12 4v8M7.5 6.6a7.5 7.5 0 1 0 9 0',
  external: 'M10 5H5.5v13.5H19V14M13.5 4.5h6v6M19.5 4.5 11 13',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4',
  language:
    'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM4.2 12h15.6M12 4c2.5 2.5 3.3 5 3.3 8s-.8 5.5-3.3 8c-2.5-2.5-3.3-5-3.3-8S9.5 6.5 12 4z',
  leave: 'M14 4.5H6v15h8M10.5 12H20M16.5 8.5 20 12l-3.5 3.5',
  tasks: 'M4 6.5l1.5 1.5L8 5.5M11 7h9M4 12.5 5.5 14 8 11.5M11 13h9M4 18.5 5.5 20 8 17.5M11 19h9',
  layers: 'M12 4l8.5 4.5L12 13 3.5 8.5zM4 12.5l8 4.3 8-4.3M4 16.3l8 4.3 8-4.3',
  box: 'M4 8l8-4 8 4v8.5l-8 4-8-4zM4 8l8 4 8-4M12 12v8.5',
  compare: 'M4 5h6v14H4zM14 5h6v14h-6zM6 9h2M16 9h2M6 13h2M16 15h2',
  console: 'M3.5 5h17v14h-17zM7 9.5l3 2.5-3 2.5M12.5 15H17',
  more: 'M6 12v.01M12 12v.01M18 12v.01',
  lock: 'M6.5 11h11v9h-11zM8.5 11V8.5a3.5 3.5 0 0 1 7 0V11',
  bolt: 'M13 3 6 13.5h5L10.5 21l7.5-11h-5.5z',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawn sign. It never stands alone: the words beside it carry the meaning, so readers by ear skip it. */
@Component({
  selector: 'hw-icon',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<svg viewBox="0 0 24 24" aria-hidden="true"><path [attr.d]="path()" /></svg>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      inline-size: 1.25em;
      block-size: 1.25em;
    }
    svg {
      inline-size: 100%;
      block-size: 100%;
      fill: none;
      stroke: currentcolor;
      stroke-width: 1.7;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly path = computed(() => PATHS[this.name()]);
}
