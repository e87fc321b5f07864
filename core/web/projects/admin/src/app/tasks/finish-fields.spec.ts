import { describe, expect, it } from 'vitest';
import { addressesIn, complaintsOf, missingIn, resultOf } from './finish-fields.js';

const written = { addresses: '', username: '', password: '', notes: '' };

describe('addresses', () => {
  it('stand on lines of their own or are divided by commas', () => {
    expect(addressesIn(' 192.0.2.10\n2001:db8::1, 192.0.2.11;\n')).toEqual(['192.0.2.10', '2001:db8::1', '192.0.2.11']);
  });
});

describe('a task that asks for access', () => {
  it('needs an address and a user name', () => {
    expect(missingIn(written, true)).toEqual(['addresses', 'username']);
    expect(missingIn({ ...written, addresses: '192.0.2.10', username: ' root ' }, true)).toEqual([]);
  });

  it('is not every task', () => {
    expect(missingIn(written, false)).toEqual([]);
  });
});

describe('what is sent', () => {
  it('leaves out what was left empty', () => {
    expect(resultOf(written)).toEqual({ addresses: [] });
  });

  it('keeps the blanks of a password and no others', () => {
    expect(resultOf({ addresses: '192.0.2.10', username: ' root ', password: ' s ', notes: ' rack 4 ' })).toEqual({
      addresses: ['192.0.2.10'],
      username: 'root',
      password: ' s ',
      notes: 'rack 4',
    });
  });
});

describe('a refusal', () => {
  it('names the address that it is about', () => {
    const errors = [{ field: 'addresses.1', code: 'invalid', message: 'is no address' }];

    expect(complaintsOf(errors, { ...written, addresses: '192.0.2.10\nrack-4' })).toEqual({ addresses: 'rack-4: is no address' });
  });

  it('tells the first of several at one field', () => {
    const errors = [
      { field: 'username', code: 'a', message: 'first' },
      { field: 'username', code: 'b', message: 'second' },
    ];

    expect(complaintsOf(errors, written)).toEqual({ username: 'first' });
  });
});
