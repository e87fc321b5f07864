import { computed, inject, Injectable } from '@angular/core';
import type { Permission } from '@hostwright/sdk/http';
import { SESSION } from './connection.js';

/** What the signed-in person may see. It only hides: the server decides. */
@Injectable({ providedIn: 'root' })
export class Permissions {
  private readonly session = inject(SESSION);
  private readonly held = computed(() => new Set<Permission>(this.session.who()?.permissions ?? []));

  readonly may = (permission: Permission): boolean => this.held().has(permission);
}
