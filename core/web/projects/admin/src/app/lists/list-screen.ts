import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  signal,
  type Type,
  untracked,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { NgComponentOutlet } from '@angular/common';
import { ActivatedRoute, NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { LIVE } from '../access/connection.js';
import { Empty } from '../parts/empty.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { Skeleton } from '../parts/skeleton.js';
import { Tabs } from '../shell/tabs.js';
import { Words } from '../words/words.js';
import { ListCell } from './list-cell.js';
import { type ListChange, ListFilters } from './list-filters.js';
import type { ListDefinition, ListParam, ListQuery } from './list-definition.js';
import { OpenList } from './open-list.js';

/** A list with its filters in the address and its details in a sheet beside it. Every list of the panel is this one. */
@Component({
  selector: 'hw-list-screen',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    Empty,
    Failure,
    Icon,
    ListCell,
    ListFilters,
    MatButton,
    MatIconButton,
    MatProgressBar,
    NgComponentOutlet,
    RouterOutlet,
    Skeleton,
    Tabs,
  ],
  providers: [OpenList],
  templateUrl: './list-screen.html',
  styleUrl: './list-screen.css',
  host: { '(keydown)': 'press($event)', '[class.has-sheet]': 'hasSheet()' },
})
export class ListScreen {
  /** From the route. */
  readonly list = input.required<ListDefinition>();
  /** From the address. */
  readonly search = input<string>();
  readonly state = input<string>();
  readonly view = input<string>();
  readonly kind = input<string>();
  readonly group = input<string>();
  readonly customerId = input<string>();
  readonly statementId = input<string>();
  readonly installationId = input<string>();
  readonly serviceId = input<string>();
  readonly poolId = input<string>();

  protected readonly words = inject(Words);
  protected readonly open = inject(OpenList);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);

  protected readonly rows = computed(() => this.open.rows());
  protected readonly hasSheet = signal(false);
  protected readonly above = signal<Type<unknown> | undefined>(undefined);
  /** The one row that Tab leads to: where the cursor was, else the first. */
  protected readonly entrance = computed(() => {
    const items = this.rows()?.items() ?? [];
    return (items.find(({ id }) => id === this.open.selected()) ?? items[0])?.id;
  });
  protected readonly query = computed((): ListQuery => {
    const asked: Readonly<Record<ListParam, string | undefined>> = {
      search: this.search(),
      state: this.state(),
      view: this.view(),
      kind: this.kind(),
      group: this.group(),
      customerId: this.customerId(),
      statementId: this.statementId(),
      installationId: this.installationId(),
      serviceId: this.serviceId(),
      poolId: this.poolId(),
    };
    return Object.fromEntries(Object.entries(asked).filter(([, value]) => value));
  });
  protected readonly isFiltered = computed(() => Object.keys(this.query()).length > 0);

  constructor() {
    effect(() => {
      const list = this.list();
      untracked(() => {
        this.open.open(list);
        void this.showAbove(list);
      });
    });
    effect(() => {
      const [rows, query] = [this.rows(), this.query()];
      untracked(() => void rows?.ask(query));
    });
    this.followAddress();
    this.followChanges();
  }

  protected show(id: string): void {
    void this.router.navigate([id], { relativeTo: this.route, queryParamsHandling: 'preserve' });
  }

  protected filter(change: ListChange): void {
    void this.router.navigate([], {
      relativeTo: this.route,
      queryParams: change,
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected clearFilters(): void {
    this.filter(Object.fromEntries(Object.keys(this.query()).map(param => [param, null])));
  }

  /** Arrows walk the rows wherever the cursor is in the table; an open sheet follows. */
  protected press(event: KeyboardEvent): void {
    if (event.key === '/' && !isTyping(event.target)) {
      event.preventDefault();
      this.host.nativeElement.querySelector<HTMLInputElement>('input[type=search]')?.focus();
      return;
    }
    const row = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    if (!row || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    this.walk(row.getAttribute('data-row') ?? undefined, event.key === 'ArrowDown' ? 1 : -1);
  }

  private async showAbove(list: ListDefinition): Promise<void> {
    this.above.set(undefined);
    const part = await list.above?.();
    if (this.list() === list) this.above.set(part);
  }

  private walk(from: string | undefined, by: 1 | -1): void {
    const next = this.open.neighbour(from, by);
    if (next === undefined) return;
    this.open.selected.set(next);
    this.host.nativeElement.querySelector<HTMLElement>(`[data-row="${CSS.escape(next)}"]`)?.focus();
    if (this.hasSheet()) this.show(next);
  }

  private followAddress(): void {
    const look = () => {
      const opened = this.route.snapshot.firstChild?.paramMap.get('id') ?? undefined;
      const before = this.open.selected();
      if (this.hasSheet() && opened === undefined && before !== undefined) this.giveFocusBack(before);
      this.hasSheet.set(opened !== undefined);
      if (opened !== undefined) this.open.selected.set(opened);
    };
    const subscription = this.router.events.subscribe(event => event instanceof NavigationEnd && look());
    inject(DestroyRef).onDestroy(() => subscription.unsubscribe());
    look();
  }

  private giveFocusBack(id: string): void {
    this.host.nativeElement.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus();
  }

  /** A burst of changes is one reading. */
  private followChanges(): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = inject(LIVE).listen(event => {
      if (event.name !== this.list().changes) return;
      clearTimeout(timer);
      timer = setTimeout(() => void this.open.refresh(), 400);
    });
    inject(DestroyRef).onDestroy(() => {
      stop();
      clearTimeout(timer);
    });
  }
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
