/** Checks what a decision costs an engine: it does not look through the manifest, and is not made twice. */

import { expect, test } from 'vitest';
import { manifestOf, play, sure } from './made.js';

const METHODS = ['getVariant', 'getVariantValue', 'variant', 'payload', 'reason', 'expose'] as const;
type Method = (typeof METHODS)[number];

/** As many experiments, and how often one of them was asked for its id. */
function counted(size: number) {
  let reads = 0;
  const experiments = Array.from({ length: size }, (_, at) =>
    Object.defineProperty(sure(`e${at}`), 'id', {
      enumerable: true,
      get: () => {
        reads++;
        return `e${at}`;
      },
    }),
  );
  const { engine } = play(manifestOf(...experiments));
  reads = 0;
  return {
    ask: (method: Method, id: string): unknown => (engine[method] as (of: string) => unknown)(id),
    reads: () => reads,
  };
}

test.each(METHODS)('%s looks at as many ids of a manifest with 2,000 experiments as of one with 20', (method) => {
  const [small, large] = [counted(20), counted(2000)];
  small.ask(method, 'e19');
  large.ask(method, 'e1999');
  // A new assignment asks for every name once, and the next ones no more.
  const [first, second] = [small, large].map(({ ask, reads }) => {
    const before = reads();
    ask(method, 'e7');
    return reads() - before;
  });
  expect(second).toBe(first);
});

test('of two experiments with one id the first counts', () => {
  const { engine } = play(manifestOf(sure('a', { name: 'first' }), sure('a', { divertTo: 'control' })));
  expect([engine.variant('a'), engine.reason('a')]).toEqual(['treatment', 'assigned']);
});

test('getVariant decides once, however often it is asked', () => {
  const asked: string[] = [];
  const recall = ({ id }: { readonly id: string }): undefined => void asked.push(id);
  const { engine } = play(manifestOf(sure('a', { sticky: false })), { recall });
  asked.length = 0;
  expect(engine.getVariant('a')).toBe('treatment');
  expect(asked).toEqual(['a']);
});

test('a list of ids can be mapped to their variants', () => {
  const { engine } = play(manifestOf(sure('a'), sure('b')));
  expect(['a', 'b'].map(engine.variant)).toEqual(['treatment', 'treatment']);
});
