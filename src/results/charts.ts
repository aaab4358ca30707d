/** Draws lifts: each as an interval beside its figures, and day by day. */

import { type Html, html } from '../pages/index.js';
import type { RelativeLift } from './inference/index.js';
import type { MetricWords } from './metricwords.js';
import { signedPercent } from './numbers.js';
import type { DayResult, Result } from './result.js';
import type { ResultsVoice } from './voices.js';

/** Half of the width of an interval's drawing, and of what a lift may take of it. */
const MIDDLE = 120;
const REACH = 112;
/** No lift beyond is drawn to scale: one wild interval would make all others dots. */
const WIDEST = 1;

/** The lift at the right end of the scale that all metrics of an experiment share. */
export function scaleOf(metrics: readonly MetricWords[]): number {
  const ends = metrics.flatMap(({ arms }) => arms.flatMap(({ against }) => endsOf(against?.lift)));
  const most = Math.min(WIDEST, Math.max(0.01, ...ends.map(Math.abs)));
  return [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].find((step) => step >= most) as number;
}

const endsOf = (lift: RelativeLift | undefined): number[] =>
  lift?.is === 'bounded' ? [lift.low, lift.high].filter(Number.isFinite) : [];

/** The interval on a line whose middle is no lift. What it shows stands beside it in figures. */
export function chartOf(lift: RelativeLift, scale: number): Html {
  if (lift.is === 'unbounded') return html``;
  const at = (share: number): string => (MIDDLE + Math.max(-1.05, Math.min(1.05, share / scale)) * REACH).toFixed(1);
  const [low, high] = lift.is === 'bounded' ? [lift.low, lift.high] : [lift.low, WIDEST * 2];
  const dot = lift.is === 'bounded' ? html`<circle cx="${at(lift.value)}" cy="14" r="5"/>` : '';
  return html`<svg viewBox="0 0 240 28" aria-hidden="true"><line x1="${MIDDLE}" x2="${MIDDLE}" y1="2" y2="26"/><line class="span" x1="${at(low)}" x2="${at(high)}" y1="14" y2="14"/>${dot}</svg>`;
}

const WIDTH = 720;
const HEIGHT = 120;
/** Room for the scale, which a phone writes larger. */
const LEFT = 76;

/** New subjects a day, and under it the lift of all who came until then, with an interval that holds at every look. */
export function daysChart({ days, arms, control }: Result, { who, day }: ResultsVoice): Html {
  if (days.length < 2) return html``;
  const step = (WIDTH - LEFT) / days.length;
  const totals = days.map(({ subjects }) => subjects.reduce((sum, one) => sum + one, 0));
  const most = Math.max(1, ...totals);
  const bars = totals.map((total, at) => {
    const height = (total / most) * (HEIGHT - 50);
    return html`<rect x="${(LEFT + at * step + 1).toFixed(1)}" y="${(HEIGHT - 24 - height).toFixed(1)}" width="${Math.max(1, step - 2).toFixed(1)}" height="${height.toFixed(1)}"/>`;
  });
  const dayAt = (place: number): string => day((days.at(place) as DayResult).day);
  const [first, last] = [dayAt(0), dayAt(-1)];
  const lifts = arms
    .filter(({ variant }) => variant !== control)
    .map(({ variant, name }) => liftChart(days, variant, name, step));
  return html`
        <h3>Day by day</h3>
        <svg class="days" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="New ${who}s a day, from ${first} to ${last}, at most ${most.toLocaleString('en')}">
          <text x="0" y="18">${most.toLocaleString('en')} a day</text>${bars}
          <text x="${LEFT}" y="${HEIGHT - 4}">${first}</text><text x="${WIDTH}" y="${HEIGHT - 4}" text-anchor="end">${last}</text>
        </svg>
        ${lifts.some(({ html: drawn }) => drawn) ? html`<p class="quiet">${WHY_WIDER}</p>` : ''}
        ${lifts}`;
}

/** True of a table that holds at every look, too. */
const WHY_WIDER =
  'The interval below may be looked at every day, so it is wider than one for a single look. The verdict goes by the interval in the table.';

function liftChart(days: readonly DayResult[], variant: string, name: string, step: number): Html {
  const points = days.flatMap(({ lifts }, at) => {
    const lift = lifts.find((one) => one.variant === variant)?.lift;
    return lift?.is === 'bounded' ? [{ at, ...lift }] : [];
  });
  if (points.length < 2) return html``;
  // the first days are wide: the last half says how high the drawing has to be
  const late = points.slice(Math.floor(points.length / 2));
  const most = Math.min(2, Math.max(0.02, ...late.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)])));
  const x = (at: number): string => (LEFT + (at + 0.5) * step).toFixed(1);
  const y = (share: number): string =>
    (HEIGHT / 2 - Math.max(-1, Math.min(1, share / most)) * (HEIGHT / 2 - 12)).toFixed(1);
  const line = (of: (point: (typeof points)[number]) => number): string[] =>
    points.map((point) => `${x(point.at)},${y(of(point))}`);
  const band = [...line(({ high }) => high), ...line(({ low }) => low).reverse()].join(' ');
  const end = points.at(-1) as (typeof points)[number];
  const label = `Lift of ${name} day by day, with an interval that holds at every look`;
  return html`<p class="quiet">${label}: at last ${signedPercent(end.low)} to ${signedPercent(end.high)}.</p>
        <svg class="days" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
          <line class="zero" x1="${LEFT}" x2="${WIDTH}" y1="${HEIGHT / 2}" y2="${HEIGHT / 2}"/>
          <text x="0" y="18">+${(most * 100).toFixed(0)}%</text><text x="0" y="${HEIGHT / 2 + 4}">0</text><text x="0" y="${HEIGHT - 6}">−${(most * 100).toFixed(0)}%</text>
          <polygon class="band" points="${band}"/><polyline class="middle" points="${line(({ value }) => value).join(' ')}"/>
        </svg>`;
}
