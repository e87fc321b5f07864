import { notificationChannelContract } from '@hostwright/sdk/testing';
import email from '../src/index.js';
import { postOffice } from './post-office.js';

notificationChannelContract(email, {
  manifest: new URL('../plugin.json', import.meta.url),
  bench: async () => {
    const office = await postOffice({
      authOptional: false,
      onAuth: (auth, _, done) => (auth.password === 'word-of-the-mailbox' ? done(null, { user: 'shop' }) : done(new Error('No'))),
    });
    return {
      config: { host: office.host, port: office.port, user: 'shop', from: 'Acme Hosting <billing@acme.example>' },
      secrets: { password: 'word-of-the-mailbox' },
      goodAddresses: ['olena@example.test', 'a.b+c@sub.example.test', 'олена@приклад.укр', "o'neill@example.test"],
      badAddresses: [
        'olena',
        'olena@',
        '@example.test',
        'a b@example.test',
        'a@b',
        'a@b.c\r\nBcc: x@y.z',
        '<a@b.example>',
        'a@b@c d.test',
        'a@-b.test',
        `${'a'.repeat(65)}@b.test`,
      ],
      arrived: () => office.delivered.map(letter => `${letter.parsed.text ?? ''}\n${letter.raw}`),
      close: () => office.close(),
    };
  },
});
