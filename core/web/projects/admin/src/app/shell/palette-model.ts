import { computed, signal } from '@angular/core';
import { ApiProblem } from '@hostwright/kit';

/** Somewhere to go: a screen, or something that a number or a name leads to. */
export interface Destination {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly detail: string;
  readonly path: readonly string[];
}

export type Search = (text: string, signal: AbortSignal) => Promise<readonly Destination[]>;

const SHORTEST = 2;

/** What the command palette offers for what is typed: screens at once, things of the shop as soon as they are found. */
export class PaletteModel {
  private readonly typed = signal('');
  private readonly found = signal<readonly Destination[]>([]);
  private readonly place = signal(0);
  private readonly running = signal(false);
  private current: AbortController | undefined;

  readonly text = this.typed.asReadonly();
  readonly isSearching = this.running.asReadonly();
  readonly destinations = computed(() => [...this.screensFor(this.typed()), ...this.found()]);
  readonly selected = computed(() => this.destinations()[Math.min(this.place(), this.destinations().length - 1)]);

  constructor(
    private readonly screens: readonly Destination[],
    private readonly searches: readonly Search[],
  ) {}

  write(text: string): void {
    this.typed.set(text);
    this.place.set(0);
    this.found.set([]);
  }

  /** Asks each kind by itself: one that fails or is not allowed leaves the others' answers. */
  async search(): Promise<void> {
    this.current?.abort();
    const text = this.typed().trim();
    if (text.length < SHORTEST) return;
    const controller = new AbortController();
    this.current = controller;
    this.running.set(true);
    const answers = await Promise.all(this.searches.map(search => orNothing(search(text, controller.signal))));
    if (this.current !== controller) return;
    this.found.set(answers.flat());
    this.running.set(false);
  }

  move(by: 1 | -1): void {
    const count = this.destinations().length;
    if (count > 0) this.place.update(place => (Math.min(place, count - 1) + by + count) % count);
  }

  point(destination: Destination): void {
    const index = this.destinations().indexOf(destination);
    if (index >= 0) this.place.set(index);
  }

  private screensFor(text: string): readonly Destination[] {
    const words = text.toLocaleLowerCase().trim();
    return this.screens.filter(screen => screen.label.toLocaleLowerCase().includes(words));
  }
}

/** A search that was refused or abandoned found nothing; the screen that it leads to would say why. */
async function orNothing(search: Promise<readonly Destination[]>): Promise<readonly Destination[]> {
  try {
    return await search;
  } catch (error) {
    if (error instanceof ApiProblem || (error instanceof DOMException && error.name === 'AbortError')) return [];
    throw error;
  }
}
