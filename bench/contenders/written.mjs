/** Measures the variant written into the HTML, as a server that decides would. */

import { expected } from '../experiments.mjs';

export const written = {
  name: 'written',
  title: 'written into the HTML',
  group: 'baseline',
  suites: ['view', 'cost'],
  quickSuites: ['view'],
  install: ({ experiments }) => ({ changes: expected(experiments) }),
};
