import type { GenericSettings } from '../src/settings.js';

/** A licence that people order at its maker. */
export const LICENCE: GenericSettings = {
  fields: [
    {
      id: 'edition',
      kind: 'choice',
      label: { en: 'Edition', uk: 'Видання', ru: 'Издание' },
      values: [
        { value: 'solo', label: 'Solo' },
        { value: 'pro', label: { en: 'Professional', uk: 'Професійне' } },
        { value: 'old', label: 'Classic', soldOut: true },
      ],
    },
    { id: 'seats', kind: 'number', label: 'Seats', unit: 'seats', min: 1, max: 100, step: 1, included: 1 },
    { id: 'support', kind: 'toggle', label: { en: 'Support', uk: 'Підтримка', ru: 'Поддержка' } },
    { id: 'address', kind: 'text', label: 'Address of the server', required: false, fixed: true, pattern: '[0-9.]{7,15}' },
  ],
  delivery: { by: 'people', instructions: 'Order the {edition} edition for {seats} seats ({unknown}).' },
};

export const BACKUP: GenericSettings = {
  fields: [
    { id: 'space', kind: 'number', label: 'Space', unit: 'GB', min: 100, max: 1000, step: 100 },
    { id: 'place', kind: 'choice', label: 'Place', values: [{ value: 'fra', label: 'Frankfurt' }] },
  ],
  delivery: {
    by: 'installation',
    installationId: '01970000-0000-7000-8000-0000000000cc',
    plan: 'backup-{space}',
    locationField: 'place',
  },
};

export const SUPPORT: GenericSettings = { fields: [], delivery: { by: 'nobody' } };
