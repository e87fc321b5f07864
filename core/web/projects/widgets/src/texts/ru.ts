import type { Dictionary } from '@hostwright/kit';
import type { CommonKey } from './keys.js';

export const common: Dictionary<CommonKey> = {
  loading: 'Загружаем',
  retry: 'Попробовать ещё раз',
  close: 'Закрыть',
  today: 'К оплате сегодня',
  free: 'без доплаты',
  setup: 'разовая настройка',
  cancel: 'Отменить',
  quantity: 'Количество',
  'problem.offline': 'Нет связи с магазином. Всё введённое сохранено — попробуйте, когда появится сеть.',
  'problem.other': 'Сейчас это не получилось. Всё введённое сохранено — попробуйте через минуту.',
  'problem.not-found': 'Этого здесь уже нет.',
  'problem.too-many-requests': 'Слишком много попыток подряд. Подождите минуту и попробуйте снова.',
  'problem.shop-suspended': 'Магазин временно закрыт.',
  'problem.not-ready': 'Магазин запускается. Попробуйте через мгновение.',
  'problem.origin-not-allowed': 'Магазин не разрешает свои виджеты на этом сайте.',
  'problem.out-of-stock': 'Столько уже нет. Выберите меньше или другой тариф.',
  'problem.cart-full': 'Корзина полна. Сначала оформите то, что в ней есть.',
  'problem.price-changed': 'Цена изменилась. Посмотрите новую, прежде чем продолжить.',
  'problem.selection-invalid': 'Такое сочетание не продаётся. Измените отмеченный пункт.',
  'problem.currency-not-sold': 'В этой валюте не продаётся.',
  'problem.request-in-progress': 'Этот запрос уже выполняется. Он сработает один раз.',
  'problem.session-ended': 'Сеанс завершился. Войдите снова — всё введённое сохранено.',
  'problem.not-signed-in': 'Войдите, чтобы продолжить.',
  'problem.invalid-input': 'Одно из полей заполнено не так.',
};
