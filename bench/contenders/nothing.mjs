/** Measures the page as it is: what every other cost is taken against. */

export const nothing = {
  name: 'nothing',
  title: 'nothing',
  group: 'baseline',
  isIdle: true,
  suites: ['view', 'cost', 'scale', 'churn', 'rerender', 'memory'],
  install: () => ({}),
};
