import { inject } from '@angular/core';
import { type CanActivateFn, RedirectCommand, Router } from '@angular/router';
import type { Permission } from '@hostwright/sdk/http';
import { SESSION } from './connection.js';
import { Permissions } from './permissions.js';

/** Lets the signed-in through; everybody else signs in first and comes back to the same address. */
export const signedIn: CanActivateFn = async (_route, state) => {
  const session = inject(SESSION);
  const router = inject(Router);
  if (session.who() || (await session.restore())) return true;
  return new RedirectCommand(router.createUrlTree(['/sign-in'], { queryParams: state.url === '/' ? {} : { next: state.url } }));
};

/** The address stays what it was; the page says what is missing. */
export const holding =
  (permission: Permission): CanActivateFn =>
  () => {
    const router = inject(Router);
    if (inject(Permissions).may(permission)) return true;
    return new RedirectCommand(router.createUrlTree(['/not-allowed']), { skipLocationChange: true });
  };
