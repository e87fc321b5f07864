import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

export interface Drawing {
  readonly at: readonly number[];
  readonly lines: readonly { readonly label: string; readonly colour: string; readonly values: readonly (number | null)[] }[];
  readonly most: number | undefined;
  readonly colours: { readonly line: string; readonly text: string; readonly surface: string };
  readonly font: string;
  readonly value: (value: number) => string;
  readonly tick: (moment: number) => string;
  readonly moment: (moment: number) => string;
}

export type { EChartsType } from 'echarts/core';

/** On a canvas, and told in a caption of its own: nothing is written into the page that a strict policy would refuse. */
export const openChart = (place: HTMLElement): EChartsType => init(place, undefined, { renderer: 'canvas' });

/** Lines over time, from zero. What is dashed is the second of two. */
export function draw(chart: EChartsType, drawing: Drawing): void {
  const text = { color: drawing.colours.text, fontFamily: drawing.font, fontSize: 12 };
  chart.setOption(
    {
      animation: false,
      grid: { left: 4, right: 12, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      tooltip: {
        trigger: 'axis',
        renderMode: 'richText',
        confine: true,
        axisPointer: { type: 'line', lineStyle: { color: drawing.colours.text } },
        backgroundColor: drawing.colours.surface,
        borderColor: drawing.colours.line,
        textStyle: text,
        formatter: (points: unknown) => caption(points, drawing),
      },
      xAxis: {
        type: 'time',
        splitNumber: 4,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: drawing.colours.line } },
        axisLabel: { ...text, hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: drawing.tick },
      },
      yAxis: {
        type: 'value',
        min: 0,
        ...(drawing.most !== undefined && { max: drawing.most, interval: drawing.most / 2 }),
        splitNumber: 2,
        axisLabel: { ...text, formatter: (value: number) => (value === 0 ? '0' : drawing.value(value)) },
        splitLine: { lineStyle: { color: drawing.colours.line } },
      },
      series: drawing.lines.map(({ label, colour, values }, index) => ({
        type: 'line',
        name: label,
        data: values.map((value, place) => [drawing.at[place]!, value]),
        showSymbol: false,
        connectNulls: false,
        lineStyle: { color: colour, width: 1.75, type: index === 0 ? 'solid' : [5, 3] },
        itemStyle: { color: colour },
        ...(drawing.lines.length === 1 && { areaStyle: { color: colour, opacity: 0.1 } }),
      })),
    },
    { notMerge: true },
  );
}

interface Point {
  readonly dataIndex: number;
}

function caption(points: unknown, drawing: Drawing): string {
  const [first] = Array.isArray(points) ? (points as readonly Point[]) : [];
  const moment = first && drawing.at[first.dataIndex];
  if (first === undefined || moment === undefined) return '';
  const rows = drawing.lines.map(({ label, values }) => {
    const value = values[first.dataIndex];
    return `${label}   ${value === null || value === undefined ? '—' : drawing.value(value)}`;
  });
  return [drawing.moment(moment), ...rows].join('\n');
}
