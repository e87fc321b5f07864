import { buying } from '../../texts/buying.uk.js';
import { common } from '../../texts/uk.js';
import type { CheckoutMessages } from '../texts.js';

export const messages: CheckoutMessages = {
  ...common,
  ...buying,
  billing: 'Платіжні дані',
  payment: 'Оплата',
  summary: 'Ваше замовлення',
  change: 'Змінити',
  renews: 'Наступний платіж — {date}',
  'not-you': 'Це не ви? Вийти',
  accept: 'Приймаю:',
  terms: 'умови надання послуг',
  privacy: 'політику конфіденційності',
  'terms-missing': 'Щоб замовити, прийміть умови.',
  'pay-more': 'Натискаючи кнопку, ви замовляєте з обов’язком сплатити.',
  'price-was': 'Ціна змінилася: була {before}, тепер сьогодні {now}. Нічого не замовлено.',
  ordered: 'Замовлення {number} прийнято',
  'your-payment': 'Ваш платіж',
  'sign-in-to-see': 'Увійдіть, щоб побачити результат.',
  'order-kept': 'Замовлення збережено. Оберіть спосіб оплати.',
  'all-ready': 'Усе готово. Дані для входу чекають у кабінеті.',
  'may-leave': 'Сторінку можна закрити: коли все буде готово, ми надішлемо листа.',
  'to-cabinet': 'До кабінету',
  'nothing-to-order': 'Поки що нічого замовляти.',
  choose: 'Обрати тариф',
};
