import { buying } from '../../texts/buying.en.js';
import { common } from '../../texts/en.js';

export const messages = {
  ...common,
  ...buying,
  billing: 'Billing details',
  payment: 'Payment',
  summary: 'Your order',
  change: 'Change',
  renews: 'Next payment on {date}',
  'not-you': 'Not you? Sign out',
  accept: 'I accept:',
  terms: 'terms of service',
  privacy: 'privacy policy',
  'terms-missing': 'Accept the terms to order.',
  'pay-more': 'Your order is binding when you press the button.',
  'price-was': 'The price has changed: it was {before}, now it is {now} today. Nothing has been ordered.',
  ordered: 'Order {number} is placed',
  'your-payment': 'Your payment',
  'sign-in-to-see': 'Sign in to see what came of it.',
  'order-kept': 'Your order is kept. Choose how to pay.',
  'all-ready': 'Everything is ready. The access data waits in your account.',
  'may-leave': 'You may leave this page: we send an e-mail when it is ready.',
  'to-cabinet': 'Go to my account',
  'nothing-to-order': 'There is nothing to order yet.',
  choose: 'Choose a plan',
};
