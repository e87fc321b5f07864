import { BarChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

export interface Bars {
  readonly labels: readonly string[];
  readonly heights: readonly number[];
  /** What the pointer shows over a bar: exact figures, already written. */
  readonly figures: readonly string[];
  readonly colours: { readonly bar: string; readonly line: string; readonly text: string; readonly surface: string };
  readonly font: string;
  readonly axis: (value: number) => string;
}

/** Bars from zero. The table behind it says the same in words, so the drawing itself is silent to readers by ear. */
export function drawBars(place: HTMLElement, bars: Bars): EChartsType {
  const chart = init(place, undefined, { renderer: 'svg' });
  const text = { color: bars.colours.text, fontFamily: bars.font, fontSize: 12 };
  chart.setOption({
    animation: false,
    grid: { left: 4, right: 4, top: 12, bottom: 24, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'none' },
      backgroundColor: bars.colours.surface,
      borderColor: bars.colours.line,
      textStyle: text,
      renderMode: 'richText',
      formatter: (points: unknown) => caption(points, bars),
    },
    xAxis: {
      type: 'category',
      data: [...bars.labels],
      axisTick: { show: false },
      axisLine: { lineStyle: { color: bars.colours.line } },
      axisLabel: { ...text, interval: 6 },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 3,
      axisLabel: { ...text, formatter: bars.axis },
      splitLine: { lineStyle: { color: bars.colours.line } },
    },
    series: [
      {
        type: 'bar',
        data: [...bars.heights],
        barMaxWidth: 14,
        itemStyle: { color: bars.colours.bar, borderRadius: [2, 2, 0, 0] },
      },
    ],
  });
  return chart;
}

function caption(points: unknown, bars: Bars): string {
  const [point] = Array.isArray(points) ? (points as readonly { readonly dataIndex: number }[]) : [];
  return point ? `${bars.labels[point.dataIndex] ?? ''}   ${bars.figures[point.dataIndex] ?? ''}` : '';
}
