import { common } from '../../texts/en.js';

export const messages = {
  ...common,
  title: 'Cart',
  items: { one: '{count} item', other: '{count} items' },
  fewer: 'One fewer: {name}',
  more: 'One more: {name}',
  'remove-named': 'Remove {name}',
  renews: 'Next payment on {date}',
  checkout: 'Go to checkout',
  empty: 'What you choose will wait here.',
  choose: 'Choose a plan',
};
