import { inject } from '@angular/core';
import { type CanActivateFn, RedirectCommand, Router } from '@angular/router';
import { SCREENS } from '../shell/screens.js';
import { Permissions } from './permissions.js';

/** The first screen that this person may see. */
export const landing: CanActivateFn = () => {
  const permissions = inject(Permissions);
  const first = SCREENS.find(screen => permissions.may(screen.permission));
  return new RedirectCommand(inject(Router).createUrlTree([first ? `/${first.path}` : '/not-allowed']));
};
