import { inject, InjectionToken, type Provider } from '@angular/core';
import { Api, Live, Session, STAFF } from '@hostwright/kit';
import type { StaffMember, StaffSession } from '@hostwright/sdk/http';
import { ROUTES } from '@hostwright/sdk/http/routes';

export type StaffAccess = Session<StaffMember, StaffSession>;

export const API = new InjectionToken<Api>('the HTTP API of this shop');
export const SESSION = new InjectionToken<StaffAccess>('who of the staff is signed in');
export const LIVE = new InjectionToken<Live>('changes as they happen');

/** The panel is served on the shop's own host, so everything it talks to has one origin. */
export function provideConnection(origin: string): Provider[] {
  return [
    { provide: API, useFactory: () => new Api({ origin, routes: ROUTES }) },
    { provide: SESSION, useFactory: () => new Session(inject(API), STAFF) },
    {
      provide: LIVE,
      useFactory: () => {
        const session = inject(SESSION);
        return new Live(
          origin,
          () => session.token(),
          () => session.renew(),
        );
      },
    },
  ];
}
