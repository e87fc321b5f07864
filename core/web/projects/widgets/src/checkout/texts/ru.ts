import { buying } from '../../texts/buying.ru.js';
import { common } from '../../texts/ru.js';
import type { CheckoutMessages } from '../texts.js';

export const messages: CheckoutMessages = {
  ...common,
  ...buying,
  billing: 'Платёжные данные',
  payment: 'Оплата',
  summary: 'Ваш заказ',
  change: 'Изменить',
  renews: 'Следующий платёж — {date}',
  'not-you': 'Это не вы? Выйти',
  accept: 'Принимаю:',
  terms: 'условия оказания услуг',
  privacy: 'политику конфиденциальности',
  'terms-missing': 'Чтобы заказать, примите условия.',
  'pay-more': 'Нажимая кнопку, вы делаете заказ с обязанностью оплатить.',
  'price-was': 'Цена изменилась: была {before}, теперь сегодня {now}. Ничего не заказано.',
  ordered: 'Заказ {number} принят',
  'your-payment': 'Ваш платёж',
  'sign-in-to-see': 'Войдите, чтобы увидеть результат.',
  'order-kept': 'Заказ сохранён. Выберите способ оплаты.',
  'all-ready': 'Всё готово. Данные для входа ждут в кабинете.',
  'may-leave': 'Страницу можно закрыть: когда всё будет готово, мы пришлём письмо.',
  'to-cabinet': 'В кабинет',
  'nothing-to-order': 'Заказывать пока нечего.',
  choose: 'Выбрать тариф',
};
