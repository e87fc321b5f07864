import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatDialogRef } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Icon } from '../parts/icon.js';
import { Words } from '../words/words.js';
import { type Destination, PaletteModel, type Search } from './palette-model.js';
import { SCREENS } from './screens.js';

const PAUSE_MS = 180;
const FOUND = 5;

/** Go anywhere by typing: a screen, a customer, the number of an order or an invoice. */
@Component({
  selector: 'hw-palette',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    <label>
      <hw-icon name="search" />
      <span class="for-readers">{{ words.text('palette.title') }}</span>
      <input
        #box
        autocomplete="off"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        [attr.aria-activedescendant]="model.selected()?.id ?? null"
        [placeholder]="words.text('palette.hint')"
        (input)="type(box.value)"
        (keydown)="press($event)"
      />
    </label>
    <ul id="palette-list" role="listbox" [attr.aria-label]="words.text('palette.title')">
      @for (destination of model.destinations(); track destination.id) {
        <li
          role="option"
          [id]="destination.id"
          [attr.aria-selected]="destination === model.selected()"
          (click)="go(destination)"
          (pointermove)="model.point(destination)"
        >
          <span class="label">{{ destination.label }}</span>
          <span class="detail">{{ destination.detail }}</span>
          <span class="group">{{ destination.group }}</span>
        </li>
      }
    </ul>
    @if (!model.destinations().length) {
      <p role="status">{{ words.text(model.isSearching() ? 'palette.searching' : 'palette.nothing') }}</p>
    }
  `,
  styleUrl: './palette.css',
})
export class Palette {
  protected readonly words = inject(Words);
  private readonly api = inject(API);
  private readonly permissions = inject(Permissions);
  private readonly router = inject(Router);
  private readonly dialog = inject<MatDialogRef<Palette>>(MatDialogRef);
  private timer: ReturnType<typeof setTimeout> | undefined;

  protected readonly model = new PaletteModel(this.screens(), this.searches());

  protected type(text: string): void {
    this.model.write(text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.model.search(), PAUSE_MS);
  }

  protected press(event: KeyboardEvent): void {
    const selected = this.model.selected();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.model.move(event.key === 'ArrowDown' ? 1 : -1);
      const id = this.model.selected()?.id;
      if (id) document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && selected) {
      this.go(selected);
    }
  }

  protected go(destination: Destination): void {
    this.dialog.close();
    void this.router.navigate(['/', ...destination.path]);
  }

  private screens(): readonly Destination[] {
    return SCREENS.filter(screen => this.permissions.may(screen.permission)).map(screen => ({
      id: `go-${screen.path}`,
      group: this.words.text('palette.screens'),
      label: this.words.text(screen.title),
      detail: '',
      path: [screen.path],
    }));
  }

  private searches(): readonly Search[] {
    const [may, text] = [this.permissions.may, this.words.text];
    const customers: Search = async (search, signal) =>
      (await this.api.call('listAdminCustomers', { query: { search, limit: FOUND }, signal })).items.map(row => ({
        id: `go-${row.id}`,
        group: text('one.customer'),
        label: row.name,
        detail: row.email,
        path: ['customers', row.id],
      }));
    const orders: Search = async (search, signal) =>
      (await this.api.call('listAdminOrders', { query: { search, limit: FOUND }, signal })).items.map(row => ({
        id: `go-${row.id}`,
        group: text('one.order'),
        label: row.number,
        detail: row.customer.name,
        path: ['orders', row.id],
      }));
    const invoices: Search = async (search, signal) =>
      (await this.api.call('listAdminInvoices', { query: { search, limit: FOUND }, signal })).items.map(row => ({
        id: `go-${row.id}`,
        group: text('one.invoice'),
        label: row.number,
        detail: row.customer.name,
        path: ['invoices', row.id],
      }));
    return [
      ...(may('orders.read') ? [orders] : []),
      ...(may('invoices.read') ? [invoices] : []),
      ...(may('customers.read') ? [customers] : []),
    ];
  }
}
