/** Renders the page with React, on the server and in the browser. */

import { createElement as h, type ReactNode } from 'react';
import type { Scene } from '../harness/scene.js';

const NO_CHANGE = (): void => undefined;

export const App = (scene: Scene): ReactNode =>
  scene.main ? h('main', { id: 'main' }, h(Hero, scene), h(Rest, scene)) : null;

const Hero = ({ after, before, className, color, hero, target, text, title }: Scene): ReactNode =>
  hero &&
  h(
    'section',
    { id: 'hero' },
    before && h('p', { className: 'before' }, 'Before'),
    target > 0 &&
      h(
        'h1',
        { key: target, id: 'target', className, title: title ?? undefined, style: { color: color ?? undefined } },
        text,
      ),
    after && h('p', { className: 'after' }, 'After'),
  );

const Rest = ({ badge, extra, items, lone, name, pair, plain, value }: Scene): ReactNode => [
  h(
    'p',
    { key: 'mixed', id: 'mixed' },
    'Hello ',
    extra && (plain ? name : h('b', null, name)),
    ', you have ',
    items.length,
    ' things',
  ),
  h('p', { key: 'swap', id: 'swap' }, lone ? name : h('b', null, name)),
  h(Badge, { key: 'badge', badge }),
  pair && [h('i', { key: 'one', className: 'pair' }, 'one'), h('i', { key: 'two', className: 'pair' }, 'two')],
  h(
    'ul',
    { key: 'list' },
    [...items].map((item) => h('li', { key: item, id: `item-${item}` }, `Item ${item}`)),
  ),
  h(
    'form',
    { key: 'form', id: 'form' },
    h('input', { id: 'free', defaultValue: 'free' }),
    h('input', { id: 'bound', value, onChange: NO_CHANGE }),
  ),
];

const Badge = ({ badge }: Pick<Scene, 'badge'>): ReactNode => (badge ? h('em', { id: 'badge' }, 'new') : null);
