/** Measures (a) how many bytes a browser loads before there is any experiment. */

import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { published } from '../publish.mjs';

export const size = {
  name: 'size',
  title: 'Bytes',
  needs: [],
  async run({ contenders }) {
    const bundles = contenders
      .filter(({ bundle }) => bundle)
      .map(({ name, title, bundleTitle = title, bundle }) => ({ name, title: bundleTitle, ...bytesOf(bundle()) }));
    if (!contenders.some(({ name }) => name === 'fx-container')) return { bundles };
    const { container } = published([SMALL], (file) => file);
    return {
      bundles: [...bundles, { name: 'container', title: 'fx container with one experiment', ...bytesOf(container) }],
    };
  },
};

/** What half of all tests are: a text, a style and a class, on some pages, half and half. */
const SMALL = {
  id: 'headline',
  name: 'Headline',
  trigger: { kind: 'urlMatch', pattern: '/shop/item' },
  variants: [
    { key: 'control', name: 'Control' },
    {
      key: 'changed',
      name: 'Changed',
      domOps: [
        { op: 'replaceText', selector: 'h1', value: 'The notebook you will still open in ten years' },
        { op: 'setStyle', selector: '.button', name: 'color', value: '#1c2521' },
        { op: 'addClass', selector: '.hero', value: 'hero-evening' },
      ],
    },
  ],
};

export function bytesOf(text) {
  const bytes = Buffer.from(text);
  return {
    minified: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }).length,
  };
}
