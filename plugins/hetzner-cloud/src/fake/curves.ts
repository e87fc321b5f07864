export interface Window {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly cores: number;
}

/** Believable and always the same: computed from the server and the time. */
export function curvesOf(serverId: number, types: readonly string[], { start, end, step, cores }: Window) {
  const times = Array.from(
    { length: Math.max(0, Math.floor((end - start) / 1000 / step)) },
    (_, index) => start / 1000 + (index + 1) * step,
  );
  const wave = (top: number, shift: number) => ({
    values: times.map(at => [at, String(top * (0.5 + 0.4 * Math.sin(serverId + shift + at / 1800)))]),
  });
  return {
    ...(types.includes('cpu') && { cpu: wave(60 * cores, 0) }),
    ...(types.includes('disk') && {
      'disk.0.iops.read': wave(40, 1),
      'disk.0.iops.write': wave(20, 2),
      'disk.0.bandwidth.read': wave(400_000, 1),
      'disk.0.bandwidth.write': wave(200_000, 2),
    }),
    ...(types.includes('network') && {
      'network.0.pps.in': wave(300, 3),
      'network.0.pps.out': wave(500, 4),
      'network.0.bandwidth.in': wave(300_000, 3),
      'network.0.bandwidth.out': wave(900_000, 4),
    }),
  };
}
