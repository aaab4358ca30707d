/** Writes the tables of the page, one function to a suite. */

const count = (number) => Math.round(number).toLocaleString('en');
const one = (number) => (Number.isFinite(number) ? number.toFixed(1) : '–');
const two = (number) => (Number.isFinite(number) ? number.toFixed(2) : '–');
const spread = ({ count: runs, median, low, high }, digits = one) =>
  runs ? `${digits(median)} [${digits(low)}–${digits(high)}]` : '–';

/** A table in Markdown; the first column is text, the others are numbers. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index ? '--:' : '---'));
  return [
    line(head),
    line(rule),
    ...rows.map((cells) => line(cells.map((cell) => `${cell}`.replaceAll('|', '\\|')))),
  ].join('\n');
}

const failures = (rows) =>
  rows
    .filter(({ failed }) => failed)
    .map(({ title, failed, runs }) => `${title}: its changes were not there in ${failed} of ${runs} runs.`);
const withFailures = (text, rows) => [text, ...failures(rows)].join('\n\n');

/** @type {Record<string, (result: object) => string>} */
export const tables = {
  size: ({ bundles }) =>
    table(
      ['bytes, without any experiment', 'minified', 'gzip -9', 'brotli -11'],
      bundles.map(({ title, minified, gzip, brotli }) => [title, count(minified), count(gzip), count(brotli)]),
    ),

  view: ({ rows }) =>
    withFailures(
      table(
        [
          'ms, median [quartiles]',
          'variant in the document',
          'after the headline was parsed',
          'first paint',
          'variant after first paint',
          'control painted',
        ],
        rows.map(({ title, runs, variantMs, afterParsingMs, paintMs, afterPaintMs, late }) => [
          title,
          spread(variantMs),
          variantMs.count ? one(afterParsingMs.median) : '–',
          spread(paintMs),
          variantMs.count ? one(afterPaintMs.median) : '–',
          variantMs.count ? `${late} of ${runs}` : '–',
        ]),
      ),
      rows,
    ),

  cost: ({ rows }) =>
    withFailures(
      table(
        ['ms of thread time', 'script, median [quartiles]', 'longest piece'],
        rows.filter(isOther).map(({ title, scriptMs, longestMs }) => [title, spread(scriptMs), one(longestMs.median)]),
      ),
      rows,
    ),

  scale: ({ rows }) => {
    const counts = [...new Set(rows.map((row) => row.count))];
    const names = [...new Set(rows.filter(isOther).map(({ name }) => name))];
    const of = (name, n) => rows.find((row) => row.name === name && row.count === n);
    return withFailures(
      table(
        ['ms of thread time: script, longest piece', ...counts.map((n) => `${count(n)} experiments`)],
        names.map((name) => [
          rows.find((row) => row.name === name).title,
          ...counts.map((n) => {
            const row = of(name, n);
            return row ? `${one(row.scriptMs.median)}, ${one(row.longestMs.median)}` : '–';
          }),
        ]),
      ),
      rows,
    );
  },

  churn: ({ pageMs, rows }) => {
    const titles = [...new Set(rows.filter(isOther).map(({ title }) => title))];
    const modes = [...new Map(rows.map(({ mode, modeTitle }) => [mode, modeTitle]))];
    const of = (title, mode) => rows.find((row) => row.title === title && row.mode === mode)?.scriptMs;
    return withFailures(
      `Appending costs the page itself ${one(pageMs)} ms.\n\n${table(
        ['ms of thread time, median [quartiles]', ...modes.map(([, title]) => title)],
        titles.map((title) => [title, ...modes.map(([mode]) => (of(title, mode) ? spread(of(title, mode)) : '–'))]),
      )}`,
      rows,
    );
  },

  rerender: ({ pageMs, seconds, rows }) =>
    `Rendering costs the page itself ${one(pageMs)} ms in ${seconds} seconds.\n\n${table(
      ['', 'ms of thread time, median [quartiles]', 'frames that show the variant'],
      rows
        .filter(isOther)
        .map(({ title, scriptMs, shownShare }) => [title, spread(scriptMs), `${Math.round(shownShare * 100)}%`]),
    )}`,

  memory: ({ navigations, rows }) =>
    withFailures(
      table(
        [
          '',
          'held at the end, KB',
          `more than before the ${count(navigations)} navigations, KB`,
          'elements',
          'listeners',
        ],
        rows
          .filter(isOther)
          .map(({ title, heldBytes, grownBytes, nodes, listeners }) => [
            title,
            one(heldBytes / 1024),
            one(grownBytes.median / 1024),
            nodes,
            listeners,
          ]),
      ),
      rows,
    ),

  decisions: ({ rows }) =>
    table(
      ['', 'decisions a second, median', 'best', 'µs each'],
      rows.map(({ title, perSecond }) => [
        title,
        count(perSecond.median),
        count(perSecond.max),
        two(1e6 / perSecond.median),
      ]),
    ),

  visits: ({ rows }) =>
    table(
      ['', 'µs a request, median', 'best'],
      rows.map(({ title, us }) => [title, one(us.median), one(us.min)]),
    ),

  react: ({ rows }) =>
    table(
      ['', 'bytes', 'hydrated', 'mounted', 'after a change of another experiment', 'after a change'],
      rows.map(({ title, bytes, hydrated, mounted, other, changed }) => [
        title,
        count(bytes),
        ...[hydrated, mounted, other, changed].map((renders) => renders ?? '–'),
      ]),
    ),

  commands: ({ rows }) =>
    table(
      ['', 'files', 'seconds', 'of the processor', 'memory, MB'],
      rows.map(({ command, count: files, wallMs, cpuMs, memoryMb }) => [
        `fx ${command}`,
        count(files),
        two(wallMs / 1000),
        two(cpuMs / 1000),
        Math.round(memoryMb),
      ]),
    ),

  results: ({ count: events, rows }) =>
    table(
      [`${count(events)} events`, 'seconds of the processor', 'memory, MB'],
      rows.map(({ title, cpuMs, memoryMb }) => [title, one(cpuMs / 1000), Math.round(memoryMb)]),
    ),

  collect: ({ rows }) =>
    table(
      [
        '',
        'events a post',
        'posts a second',
        'events a second of the processor',
        'memory, MB',
        'slowest 1%, ms',
        'not stored',
      ],
      rows.map(({ title, events, postsPerSecond, perCpuSecond, memoryMb, p99Ms, others }) => [
        title,
        events,
        count(postsPerSecond),
        count(perCpuSecond),
        Math.round(memoryMb),
        Math.round(p99Ms),
        count(others),
      ]),
    ),

  studio: ({ rows }) =>
    table(
      ['', 'ms', 'ms of the processor', 'KB'],
      rows.map(({ title, ms, cpuMs, bytes }) => [title, one(ms), one(cpuMs), count(bytes / 1000)]),
    ),

  install: ({ ownBytes, packages, packageBytes, largest }) =>
    `${one((ownBytes + packageBytes) / 1e6)} MB: ${one(ownBytes / 1e6)} of fx itself, ${one(packageBytes / 1e6)} of the ` +
    `${packages} packages that come with it (${largest.map(({ name, bytes }) => `${name} ${one(bytes / 1e6)}`).join(', ')}).`,
};

const isOther = ({ name }) => name !== 'nothing';

/** Each must with what was measured. */
export const budgetTable = (budgets) =>
  table(
    ['', 'must', 'measured', 'holds', 'aim', 'reached'],
    budgets.map(({ what, must, value, verdict, aim, reachesAim }) => [
      what,
      must,
      value,
      { pass: 'yes', fail: '**no**', missing: 'not checked' }[verdict],
      aim,
      reachesAim ? 'yes' : 'no',
    ]),
  );

/** With which exponent each cost grows. */
export const growthTable = (growths) =>
  table(
    ['', 'exponent', 'one more'],
    growths.map(({ title, unit, exponent, risen, each }) => [
      title,
      exponent === null
        ? risen
          ? 'too few sizes'
          : 'below the noise'
        : `${two(exponent)}${exponent > 1.3 ? ' (steeper than linear)' : ''}`,
      `${one(each)} ${unit}`,
    ]),
  );
