import { common } from '../../texts/ru.js';
import type { CartMessages } from '../texts.js';

export const messages: CartMessages = {
  ...common,
  title: 'Корзина',
  items: { one: '{count} товар', few: '{count} товара', many: '{count} товаров', other: '{count} товара' },
  fewer: 'На один меньше: {name}',
  more: 'На один больше: {name}',
  'remove-named': 'Убрать: {name}',
  renews: 'Следующий платёж — {date}',
  checkout: 'Оформить заказ',
  empty: 'То, что вы выберете, будет ждать здесь.',
  choose: 'Выбрать тариф',
};
