export interface GeoPoint {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
}

export interface PlaceMap {
  readonly size: number;
  readonly middle: number;
  readonly radius: number;
  readonly names: string;
  /** Path data of the lines of the grid and of the links between places. */
  readonly parallels: readonly string[];
  readonly meridians: readonly string[];
  readonly links: readonly string[];
  readonly degrees: readonly { readonly x: number; readonly y: number; readonly label: string; readonly anchor: string }[];
  readonly places: readonly MapPlace[];
}

interface MapPlace {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly labelX: number;
  readonly labelY: number;
  readonly anchor: 'start' | 'end';
}

interface Point {
  readonly x: number;
  readonly y: number;
}

type Projection = (latitude: number, longitude: number) => Point;

const SIZE = 520;
const MIDDLE = SIZE / 2;
const RADIUS = 224;
/** Places fill about this much of the lens, so that the grid around them is seen. */
const FILL = 0.62;
const SMALLEST_SPAN = 0.06;

/** The grid of the globe around a company's places, looked at from straight above them (orthographic projection). */
export function placeMap(places: readonly GeoPoint[]): PlaceMap | undefined {
  if (places.length === 0) return undefined;
  const latitudes = places.map(place => place.latitude);
  const longitudes = places.map(place => place.longitude);
  const centre = { latitude: middleOf(latitudes), longitude: middleOf(longitudes) };
  const flat = orthographic(centre, 1);
  const span = Math.max(SMALLEST_SPAN, ...places.map(place => Math.hypot(...coordinates(flat(place.latitude, place.longitude)))));
  const scale = (RADIUS * FILL) / span;
  const project: Projection = (latitude, longitude) => {
    const { x, y } = flat(latitude, longitude);
    return { x: round(MIDDLE + x * scale), y: round(MIDDLE - y * scale) };
  };
  const step = stepFor(RADIUS / scale);
  const rows = ticks(centre.latitude, step);
  const columns = ticks(centre.longitude, step);
  return {
    size: SIZE,
    middle: MIDDLE,
    radius: RADIUS,
    names: places.map(place => place.name).join(', '),
    parallels: rows.map(row => path(fine(columns).map(column => project(row, column)))),
    meridians: columns.map(column => path(fine(rows).map(row => project(row, column)))),
    links: places.flatMap((from, index) => places.slice(index + 1).map(to => link(from, to, project))),
    degrees: degreesOn(columns, rows, project),
    places: labelled(places, project),
  };
}

/** `59.44° N, 24.75° E`, in figures that stand the same in every language. */
export function coordinatesText(latitude: number, longitude: number): string {
  const part = (degrees: number, positive: string, negative: string): string =>
    `${Math.abs(degrees).toFixed(2)}° ${degrees < 0 ? negative : positive}`;
  return `${part(latitude, 'N', 'S')}, ${part(longitude, 'E', 'W')}`;
}

function orthographic(centre: { latitude: number; longitude: number }, scale: number): Projection {
  const centreLatitude = radians(centre.latitude);
  return (latitude, longitude) => {
    const [phi, lambda] = [radians(latitude), radians(longitude - centre.longitude)];
    return {
      x: scale * Math.cos(phi) * Math.sin(lambda),
      y: scale * (Math.cos(centreLatitude) * Math.sin(phi) - Math.sin(centreLatitude) * Math.cos(phi) * Math.cos(lambda)),
    };
  };
}

/** A grid of seven to twelve lines, whatever the span; the span is in radians. */
function stepFor(span: number): number {
  const degrees = (span * 180) / Math.PI;
  return [1, 2, 5, 10, 15].find(step => degrees / step <= 5.5) ?? 20;
}

function ticks(centre: number, step: number): readonly number[] {
  const first = Math.round(centre / step) * step;
  return Array.from({ length: 25 }, (_, index) => first + (index - 12) * step).filter(degrees => Math.abs(degrees - centre) < 80);
}

/** The same stretch in small steps, so that a curved line looks curved. */
function fine(stops: readonly number[]): readonly number[] {
  const [first, last] = [stops[0]!, stops.at(-1)!];
  return Array.from({ length: 49 }, (_, index) => first + ((last - first) * index) / 48);
}

function link(from: GeoPoint, to: GeoPoint, project: Projection): string {
  const start = project(from.latitude, from.longitude);
  const end = project(to.latitude, to.longitude);
  return `M${start.x} ${start.y}L${end.x} ${end.y}`;
}

/** Degrees stand where a line leaves the lens: longitudes below, latitudes on the right. */
function degreesOn(columns: readonly number[], rows: readonly number[], project: Projection): PlaceMap['degrees'] {
  const named = (degrees: number, positive: string, negative: string): string =>
    `${Math.abs(degrees)}° ${degrees < 0 ? negative : positive}`;
  const below = columns.flatMap(column => {
    const exit = exitOf(fine(rows).map(row => project(row, column)));
    return exit && exit.y > MIDDLE + RADIUS * 0.55 ? [{ ...beyond(exit), label: named(column, 'E', 'W') }] : [];
  });
  const right = rows.flatMap(row => {
    const exit = exitOf([...fine(columns)].reverse().map(column => project(row, column)));
    return exit && exit.x > MIDDLE + RADIUS * 0.7 ? [{ ...beyond(exit), label: named(row, 'N', 'S') }] : [];
  });
  return [...below, ...right];
}

/** Just outside the rim, in the direction in which the line leaves. */
function beyond(exit: Point): { readonly x: number; readonly y: number; readonly anchor: string } {
  const [right, down] = [(exit.x - MIDDLE) / RADIUS, (exit.y - MIDDLE) / RADIUS];
  const anchor = right > 0.3 ? 'start' : right < -0.3 ? 'end' : 'middle';
  return { x: round(exit.x + right * 10), y: round(exit.y + down * 10 + 4 + Math.max(0, down) * 6), anchor };
}

/** Where a line that comes from outside first enters the lens. */
function exitOf(points: readonly Point[]): Point | undefined {
  const isInside = (point: Point): boolean => Math.hypot(point.x - MIDDLE, point.y - MIDDLE) <= RADIUS;
  const index = points.findIndex((point, at) => at > 0 && isInside(point) && !isInside(points[at - 1]!));
  if (index < 1) return undefined;
  let [outside, inside] = [points[index - 1]!, points[index]!];
  for (let turn = 0; turn < 12; turn++) {
    const between = { x: (outside.x + inside.x) / 2, y: (outside.y + inside.y) / 2 };
    if (isInside(between)) inside = between;
    else outside = between;
  }
  return inside;
}

/** Names stand to the right of their place, or to the left in the right half; near neighbours are pushed apart. */
function labelled(places: readonly GeoPoint[], project: Projection): readonly MapPlace[] {
  const points = places.map(place => ({ name: place.name, ...project(place.latitude, place.longitude) }));
  const sorted = [...points].sort((one, other) => one.y - other.y);
  let lowest = -Infinity;
  const labelY = new Map(
    sorted.map(point => {
      lowest = Math.max(point.y + 7, lowest + 26);
      return [point.name, round(lowest)] as const;
    }),
  );
  return points.map(point => {
    const anchor = point.x > MIDDLE + RADIUS * 0.25 ? 'end' : 'start';
    return {
      ...point,
      anchor,
      labelX: round(point.x + (anchor === 'end' ? -20 : 20)),
      labelY: labelY.get(point.name) ?? point.y,
    };
  });
}

const path = (points: readonly Point[]): string =>
  points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('');
const coordinates = (point: Point): [number, number] => [point.x, point.y];
const middleOf = (values: readonly number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const round = (value: number): number => Math.round(value * 10) / 10;
