import { ChangeDetectionStrategy, Component, effect, inject } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterOutlet } from '@angular/router';
import { Brand } from './shell/brand.js';
import { Words } from './words/words.js';

/** The panel in which a shop's staff work. */
@Component({
  selector: 'hw-admin',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterOutlet],
  template: `<router-outlet />`,
})
export class App {
  constructor() {
    const [brand, words, title] = [inject(Brand), inject(Words), inject(Title)];
    effect(() => title.setTitle([brand.name(), words.text('app.title')].filter(Boolean).join(' · ')));
  }
}
