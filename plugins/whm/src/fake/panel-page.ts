import type { ServerResponse } from 'node:http';

/** What a customer sees behind the button "Open the panel" of a demo. */
export function panelPage(response: ServerResponse, session: string): void {
  const [user = ''] = session.split(':');
  const name = /^[a-z][a-z0-9]{0,15}$/.test(user) ? user : 'nobody';
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" });
  response.end(
    `<!doctype html><html lang="en"><title>cPanel stand-in</title><h1>Signed in as ${name}</h1>` +
      '<p>This page stands for the control panel. A real server shows files, mailboxes and databases here.</p></html>',
  );
}
