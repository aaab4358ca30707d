/** Draws charts as SVG, readable on a light and on a dark page: they bring their own ground. */

const WIDTH = 800;
const LEFT = 320;
const RIGHT = 90;
const ROW = 26;
const TOP = 64;
const BOTTOM = 34;

const STYLE = `<style>
.ground { fill: #ffffff; stroke: #d5dbe1 } .text { fill: #1b2733 } .soft { fill: #5a6875 } .grid { stroke: #e3e8ed }
.fx { fill: #0b7a54; stroke: #0b7a54 } .peer { fill: #b3541e; stroke: #b3541e } .baseline { fill: #6b7c8d; stroke: #6b7c8d }
.mark { stroke: #1b2733 } text { font: 13px system-ui, sans-serif } .title { font-weight: 600; font-size: 15px }
@media (prefers-color-scheme: dark) {
.ground { fill: #10171e; stroke: #33404c } .text { fill: #e8edf2 } .soft { fill: #a3b1be } .grid { stroke: #26323d }
.fx { fill: #3ecf9a; stroke: #3ecf9a } .peer { fill: #f0935a; stroke: #f0935a } .baseline { fill: #93a5b5; stroke: #93a5b5 }
.mark { stroke: #e8edf2 }
}
</style>`;

/**
 * Bars from left to right, one below the other.
 *
 * @param {{title: string, note: string, unit: string, rows: readonly {title: string, group: string, value: number,
 *   mark?: number}[]}} chart `mark`: a line across the bar
 */
export function bars({ title, note, unit, rows }) {
  const most = Math.max(1, ...rows.flatMap(({ value, mark = 0 }) => [value, mark]));
  const { step, end } = scaleOf(most);
  const x = (value) => LEFT + (Math.max(0, value) / end) * (WIDTH - LEFT - RIGHT);
  const height = TOP + rows.length * ROW + BOTTOM;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, k) => k * step);
  const grid = ticks.map(
    (tick) =>
      `<line class="grid" x1="${round(x(tick))}" x2="${round(x(tick))}" y1="${TOP - 6}" y2="${height - BOTTOM}"/>` +
      `<text class="soft" x="${round(x(tick))}" y="${height - BOTTOM + 18}" text-anchor="middle">${tick}</text>`,
  );
  const drawn = rows.map(({ title: name, group, value, mark }, index) => {
    const y = TOP + index * ROW;
    const line =
      mark === undefined
        ? ''
        : `<line class="mark" stroke-width="2" x1="${round(x(mark))}" x2="${round(x(mark))}" y1="${y}" y2="${y + ROW - 6}"/>`;
    const beside = Math.max(x(value), x(mark ?? 0)) + 7;
    return (
      `<text class="text" x="${LEFT - 10}" y="${y + 15}" text-anchor="end">${escaped(name)}</text>` +
      `<rect class="${group}" x="${LEFT}" y="${y + 2}" width="${round(Math.max(1, x(value) - LEFT))}" height="${ROW - 10}" rx="2"/>` +
      `${line}<text class="text" x="${round(beside)}" y="${y + 15}">${label(value)} ${unit}</text>`
    );
  });
  return picture(height, title, note, [...grid, ...drawn]);
}

/**
 * Lines over a logarithmic grid.
 *
 * @param {{title: string, note: string, unit: string, lines: readonly {title: string, group: string,
 *   points: readonly {n: number, value: number}[]}[]}} chart
 */
export function curves({ title, note, unit, lines }) {
  const height = 420;
  const points = lines.flatMap((line) => line.points);
  const [lowX, highX] = rangeOf(points.map(({ n }) => n));
  const [lowY, highY] = rangeOf(points.map(({ value }) => Math.max(0.1, value)));
  const [left, right, top, bottom] = [100, 260, TOP, 40];
  const x = (n) => left + ((Math.log10(n) - lowX) / Math.max(1, highX - lowX)) * (WIDTH - left - right);
  const y = (value) =>
    height - bottom - ((Math.log10(Math.max(0.1, value)) - lowY) / Math.max(1, highY - lowY)) * (height - top - bottom);
  const powers = (low, high) => Array.from({ length: high - low + 1 }, (_, k) => 10 ** (low + k));
  const grid = [
    ...powers(lowY, highY).map(
      (tick) =>
        `<line class="grid" x1="${left}" x2="${WIDTH - right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/>` +
        `<text class="soft" x="${left - 8}" y="${round(y(tick) + 4)}" text-anchor="end">${label(tick)} ${unit}</text>`,
    ),
    ...powers(lowX, highX).map(
      (tick) =>
        `<text class="soft" x="${round(x(tick))}" y="${height - bottom + 20}" text-anchor="middle">${tick.toLocaleString('en')}</text>`,
    ),
  ];
  const ends = spread(lines.map((line) => y(line.points.at(-1).value)));
  const drawn = lines.map((line, index) => {
    const path = line.points.map(({ n, value }) => `${round(x(n))},${round(y(value))}`).join(' ');
    const last = line.points.at(-1);
    const dots = line.points.map(
      ({ n, value }) => `<circle class="${line.group}" cx="${round(x(n))}" cy="${round(y(value))}" r="3"/>`,
    );
    return (
      `<polyline class="${line.group}" style="fill:none" stroke-width="2" points="${path}"/>${dots.join('')}` +
      `<text class="text" x="${round(x(last.n) + 10)}" y="${round(ends[index] + 4)}">${escaped(line.title)}</text>`
    );
  });
  return picture(height, title, note, [...grid, ...drawn]);
}

function picture(height, title, note, parts) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<title>${escaped(title)}</title>
${STYLE}
<rect class="ground" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="6"/>
<text class="text title" x="20" y="27">${escaped(title)}</text>
<text class="soft" x="20" y="46">${escaped(note)}</text>
${parts.join('\n')}
</svg>
`;
}

/** Steps of 1, 2 or 5, at most eight of them. */
function scaleOf(most) {
  const rough = most / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough);
  return { step, end: Math.ceil(most / step) * step };
}

const rangeOf = (values) => [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];

/** Labels at the ends of lines that meet, far enough apart to be read. */
function spread(heights) {
  const order = heights.map((height, index) => ({ height, index })).sort((a, b) => a.height - b.height);
  order.forEach((one, at) => {
    if (at) one.height = Math.max(one.height, order[at - 1].height + 16);
  });
  return order.sort((a, b) => a.index - b.index).map(({ height }) => height);
}

const round = (value) => Math.round(value * 10) / 10;
const label = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : `${round(value)}`);
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
