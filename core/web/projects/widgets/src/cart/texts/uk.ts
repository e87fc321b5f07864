import { common } from '../../texts/uk.js';
import type { CartMessages } from '../texts.js';

export const messages: CartMessages = {
  ...common,
  title: 'Кошик',
  items: { one: '{count} товар', few: '{count} товари', many: '{count} товарів', other: '{count} товару' },
  fewer: 'На один менше: {name}',
  more: 'На один більше: {name}',
  'remove-named': 'Прибрати: {name}',
  renews: 'Наступний платіж — {date}',
  checkout: 'Оформити замовлення',
  empty: 'Те, що ви оберете, чекатиме тут.',
  choose: 'Обрати тариф',
};
