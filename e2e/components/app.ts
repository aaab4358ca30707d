/** Declares the components under test, for the browser and for the server that renders them first. */

import {
  type Decisions,
  FxBoundary,
  FxProvider,
  useExperiment,
  usePayload,
  useTrack,
  useVariant,
  Variant,
} from 'fx-tag/react';
import { createElement as h, type ReactNode, Suspense, useEffect, use as useOf19, useState } from 'react';

/** What was rendered, in order. */
export const rendered: string[] = [];

export const Hero = (): ReactNode => {
  const variant = useVariant('hero');
  const { columns } = usePayload('hero', { columns: 3 }) as { columns: number };
  const track = useTrack();
  rendered.push(variant ?? 'none');
  return h('h1', { onClick: () => track('click', 2, { key: 'k' }) }, `${variant ?? 'none'} ${columns}`);
};

/** Says when it comes and goes. */
export const Arm = ({ name }: { readonly name: string }): ReactNode => {
  const [count, setCount] = useState(0);
  useEffect(() => {
    rendered.push(`+${name}`);
    return () => void rendered.push(`-${name}`);
  }, [name]);
  return h('p', { className: name, onClick: () => setCount(count + 1) }, `${name} ${count}`);
};

export const Switch = (): ReactNode =>
  h(Variant, {
    id: 'hero',
    // biome-ignore lint/correctness/noChildrenProp: an arm for each key
    children: { control: h(Arm, { name: 'photo' }), treatment: h(Arm, { name: 'film' }) },
  });

const Broken = (): ReactNode => {
  const { variant } = useExperiment('hero');
  if (variant === 'treatment') throw new Error('no film');
  return h('h1', null, 'photo');
};

export const Guarded = (): ReactNode =>
  h(FxBoundary, { id: 'hero', fallback: (error: unknown) => h('h1', null, `${error}`) }, h(Broken));

/** A boundary that a press on the button makes anew, around what throws whenever the variant is the treatment. */
export const Resettable = (): ReactNode => {
  const [attempt, setAttempt] = useState(0);
  return h(
    'div',
    null,
    h('button', { type: 'button', onClick: () => setAttempt(attempt + 1) }, 'Again'),
    h(FxBoundary, { id: 'hero', key: attempt, fallback: h('h1', null, `sorry ${attempt}`) }, h(Broken)),
  );
};

/** Takes its time, so that a render of many is left in the middle. */
export const Slow = ({ name }: { readonly name: string }): ReactNode => {
  const end = performance.now() + 6;
  while (performance.now() < end);
  rendered.push(name);
  return null;
};

/** A part that arrives later than the rest: by `use` where React has it, else by throwing the promise. */
export const Later = ({ promise }: { readonly promise: Promise<string> & { text?: string } }): ReactNode => {
  const read = { use: useOf19 }.use as ((given: Promise<string>) => string) | undefined;
  if (read) return h('section', null, read(promise), h(Hero));
  if (promise.text === undefined)
    throw promise.then((text) => {
      promise.text = text;
    });
  return h('section', null, promise.text, h(Hero));
};

export const Page = ({
  decisions,
  children,
}: {
  readonly decisions?: Decisions | undefined;
  readonly children?: ReactNode;
}): ReactNode => h(FxProvider, { decisions }, children);

export const Streamed = ({ decisions, promise }: { decisions: Decisions; promise: Promise<string> }): ReactNode =>
  h(
    Page,
    { decisions },
    h('main', null, h('b', null, 'Shop'), h(Suspense, { fallback: h('i', null, 'wait') }, h(Later, { promise }))),
  );
