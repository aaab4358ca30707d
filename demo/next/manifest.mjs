/** The experiments of the site: one is decided on the server, one prerendered, one changes the page beside React, one is a component. */

const half = (name, treatment = {}) => [
  { key: 'control', name: 'Now', weight: 5000 },
  { key: 'treatment', name, weight: 5000, ...treatment },
];

export const manifest = {
  version: 1,
  revision: 'demo',
  enabled: true,
  experiments: [
    { id: 'hero', name: 'Headline', variants: half('Another headline', { payload: { text: 'Bags for a life' } }) },
    {
      id: 'note',
      name: 'Note in the footer',
      variants: half('With a promise', {
        domOps: [{ op: 'replaceText', selector: '[data-note]', value: 'Sent today, back for 60 days.' }],
      }),
    },
    {
      id: 'gift',
      name: 'Gift',
      manualExposure: true,
      variants: half('A box', {
        css: "fx-arm[data-fx='gift:treatment'] { display: contents !important } fx-arm[data-fx='gift:control'] { display: none !important }",
      }),
    },
    {
      id: 'price',
      name: 'Price',
      trigger: { kind: 'urlMatch', pattern: '/pricing', on: 'path' },
      variants: half('Lower'),
    },
  ],
};
