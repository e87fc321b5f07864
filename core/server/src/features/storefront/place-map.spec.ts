import { describe, expect, it } from 'vitest';
import { coordinatesText, placeMap } from './place-map.js';

const tallinn = { name: 'Tallinn', latitude: 59.44, longitude: 24.75 };
const helsinki = { name: 'Helsinki', latitude: 60.17, longitude: 24.94 };
const frankfurt = { name: 'Frankfurt', latitude: 50.11, longitude: 8.68 };

describe('the map of places', () => {
  it('holds north above south and east right of west, inside the lens', () => {
    const map = placeMap([tallinn, helsinki, frankfurt])!;
    const [first, second, third] = map.places;

    expect(second!.y).toBeLessThan(first!.y);
    expect(third!.x).toBeLessThan(first!.x);
    for (const place of map.places) expect(Math.hypot(place.x - map.middle, place.y - map.middle)).toBeLessThan(map.radius);
  });

  it('keeps the names of neighbours apart', () => {
    const [first, second] = placeMap([tallinn, helsinki, frankfurt])!.places;

    expect(Math.abs(first!.labelY - second!.labelY)).toBeGreaterThanOrEqual(26);
  });

  it('is drawn for a single place and left out for none', () => {
    expect(placeMap([tallinn])!.places).toMatchObject([{ x: 260, y: 260 }]);
    expect(placeMap([])).toBeUndefined();
  });

  it('writes no figure that a browser cannot read', () => {
    const map = placeMap([
      { name: 'South', latitude: -33.9, longitude: 151.2 },
      { name: 'West', latitude: 40.7, longitude: -74 },
    ])!;

    expect(JSON.stringify(map)).not.toMatch(/NaN|Infinity|null/);
    expect(coordinatesText(-33.9, 151.2)).toBe('33.90° S, 151.20° E');
  });
});
