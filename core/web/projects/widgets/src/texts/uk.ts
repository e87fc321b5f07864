import type { Dictionary } from '@hostwright/kit';
import type { CommonKey } from './keys.js';

export const common: Dictionary<CommonKey> = {
  loading: 'Завантажуємо',
  retry: 'Спробувати ще раз',
  close: 'Закрити',
  today: 'До сплати сьогодні',
  free: 'без доплати',
  setup: 'одноразове налаштування',
  cancel: 'Скасувати',
  quantity: 'Кількість',
  'problem.offline': 'Немає зв’язку з магазином. Усе введене збережено — спробуйте, коли з’явиться мережа.',
  'problem.other': 'Зараз це не вдалося. Усе введене збережено — спробуйте за хвилину.',
  'problem.not-found': 'Цього тут уже немає.',
  'problem.too-many-requests': 'Забагато спроб поспіль. Зачекайте хвилину й спробуйте знову.',
  'problem.shop-suspended': 'Магазин тимчасово зачинено.',
  'problem.not-ready': 'Магазин запускається. Спробуйте за мить.',
  'problem.origin-not-allowed': 'Магазин не дозволяє свої віджети на цьому сайті.',
  'problem.out-of-stock': 'Стільки вже немає. Оберіть менше або інший тариф.',
  'problem.cart-full': 'Кошик повний. Спершу оформіть те, що в ньому є.',
  'problem.price-changed': 'Ціна змінилася. Перегляньте нову, перш ніж продовжити.',
  'problem.selection-invalid': 'Таке поєднання не продається. Змініть позначений пункт.',
  'problem.currency-not-sold': 'У цій валюті не продається.',
  'problem.request-in-progress': 'Цей запит уже виконується. Він спрацює лише раз.',
  'problem.session-ended': 'Сеанс завершився. Увійдіть знову — усе введене збережено.',
  'problem.not-signed-in': 'Увійдіть, щоб продовжити.',
  'problem.invalid-input': 'Одне з полів заповнено не так.',
};
