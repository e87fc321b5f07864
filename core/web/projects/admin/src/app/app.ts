import { Component } from '@angular/core';

/** The staff's panel. */
@Component({ selector: 'hw-admin', template: `<main><h1>Hostwright</h1></main>` })
export class App {}
