import { ApiProblem } from '@hostwright/kit';
import { describe, expect, it } from 'vitest';
import { checkAccount } from './account-forms.js';
import { BillingForm } from './billing-form.js';
import { countriesIn } from './countries.js';

describe('checkAccount', () => {
  it('asks a newcomer for a name, an address and a long password', () => {
    expect(Object.keys(checkAccount('sign-up', 'anna', 'short', ' '))).toEqual(['name', 'email', 'password']);
    expect(checkAccount('sign-up', ' anna@example.com ', 'correct horse', 'Anna')).toEqual({});
  });

  it('does not judge the length of an old password', () => {
    expect(checkAccount('sign-in', 'anna@example.com', 'old', '')).toEqual({});
    expect(checkAccount('forgot', 'anna@example.com', '', '')).toEqual({});
  });
});

describe('BillingForm', () => {
  const filled = { name: 'Anna', street: 'Pikk 12', postalCode: '10123', city: 'Tallinn', country: 'EE' };

  it('complains only after it has been tried', () => {
    const form = new BillingForm();
    expect(form.problem('city')).toBeUndefined();

    expect(form.check()).toBe(false);

    expect(form.problem('city')).toBe('wrong.city');
    expect(form.problem('company')).toBeUndefined();
  });

  it('fills in what is known and never over what was typed', () => {
    const form = new BillingForm();
    form.set('name', 'Anna Kask');

    form.prefill(filled);

    expect(form.value('name')).toBe('Anna Kask');
    expect(form.check()).toBe(true);
    expect(form.details()).toMatchObject({ city: 'Tallinn', company: '' });
  });

  it('shows the refusal of the server at its field until the field changes', () => {
    const form = new BillingForm();
    form.prefill(filled);
    const refused = new ApiProblem('invalid-input', 400, [{ field: 'billing.taxNumber', code: 'invalid', message: 'x' }]);

    expect(form.refuse(refused)).toBe(true);
    expect(form.problem('taxNumber')).toBe('wrong.taxNumber');

    form.set('taxNumber', 'EE1');
    expect(form.problem('taxNumber')).toBeUndefined();
  });
});

describe('countriesIn', () => {
  it('names every country once, in the language and order of the reader', () => {
    const countries = countriesIn('uk');
    expect(countries.find(country => country.code === 'UA')?.name).toBe('Україна');
    expect(new Set(countries.map(country => country.code)).size).toBe(countries.length);
    expect(countries.length).toBeGreaterThan(240);
  });
});
