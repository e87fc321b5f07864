import { afterAll, beforeAll, expect, it } from 'vitest';
import { RenewingShop, renewingHouse, type RenewingHouse } from '../../../test/harness/renewing-shop.js';
import { expectHealthy } from '../../../test/stories/story.js';

const ZONE = 'Europe/Kyiv';
const YEARS = 3;

let house: RenewingHouse;

beforeAll(async () => {
  house = await renewingHouse();
});

afterAll(() => house.close());

it('renews one service for three years: every month once, on the day of the anchor, across short months and changed clocks', async () => {
  const now = Temporal.Instant.fromEpochMilliseconds(house.server.clock.now().getTime()).toZonedDateTimeISO(ZONE);
  const start = Temporal.PlainDateTime.from('2027-01-31T10:00').toZonedDateTime(ZONE);
  house.server.clock.pass(start.epochMilliseconds - now.epochMilliseconds);
  const one = await RenewingShop.open(house, { tenant: { timeZone: ZONE } });
  await one.saveCard();
  const anchor = Temporal.Instant.fromEpochMilliseconds((await one.anchorAt()).getTime()).toZonedDateTimeISO(ZONE);

  await one.days(YEARS * 365);

  const renewals = await one.renewals();
  const expected = renewals.map((_, index) => {
    const starts = anchor.add({ months: index + 1 });
    return [index + 1, starts.epochMilliseconds, anchor.add({ months: index + 2 }).epochMilliseconds, 'paid'];
  });
  expect(anchor.day).toBe(31);
  expect(renewals.length).toBe(YEARS * 12);
  expect(
    renewals.map(({ number, startsAt, endsAt, state }) => [number, startsAt.getTime(), endsAt?.getTime(), state]).slice(0, -1),
  ).toEqual(expected.slice(0, -1));
  const days = expected.map(([, at]) => Temporal.Instant.fromEpochMilliseconds(at as number).toZonedDateTimeISO(ZONE));
  expect(days.slice(0, 4).map(day => day.toPlainDateTime().toString().slice(0, 16))).toEqual(
    ['2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31'].map(day => `${day}T${anchor.toPlainTime().toString().slice(0, 5)}`),
  );
  const charges = await one.charges();
  expect(new Set(charges.map(({ invoiceId }) => invoiceId)).size).toBe(charges.length);
  expect(charges.every(({ state }) => state === 'succeeded')).toBe(true);
  expect(charges.length).toBe(renewals.filter(({ state }) => state === 'paid').length);
  await expectHealthy(one.shop);
}, 300_000);
