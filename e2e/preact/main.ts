/** Renders the page with Preact. */

import { type ComponentChildren, h, render } from 'preact';
import { createStage } from '../harness/mounted.js';
import { expose } from '../harness/play.js';
import type { Scene } from '../harness/scene.js';

const App = (scene: Scene): ComponentChildren =>
  scene.main ? h('main', { id: 'main' }, h(Hero, scene), h(Rest, scene)) : null;

const Hero = ({ after, before, className, color, hero, target, text, title }: Scene): ComponentChildren =>
  hero &&
  h(
    'section',
    { id: 'hero' },
    before && h('p', { class: 'before' }, 'Before'),
    target > 0 &&
      h('h1', { key: target, id: 'target', class: className, title: title ?? undefined, style: { color } }, text),
    after && h('p', { class: 'after' }, 'After'),
  );

const Rest = ({ badge, extra, items, lone, name, pair, plain, value }: Scene): ComponentChildren => [
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
  pair && [h('i', { key: 'one', class: 'pair' }, 'one'), h('i', { key: 'two', class: 'pair' }, 'two')],
  h(
    'ul',
    { key: 'list' },
    [...items].map((item) => h('li', { key: item, id: `item-${item}` }, `Item ${item}`)),
  ),
  h('form', { key: 'form', id: 'form' }, h('input', { id: 'free' }), h('input', { id: 'bound', value })),
];

const Badge = ({ badge }: Pick<Scene, 'badge'>): ComponentChildren => (badge ? h('em', { id: 'badge' }, 'new') : null);

expose(
  createStage((home, first) => {
    const show = (scene: Scene): void => render(h(App, scene), home);
    show(first);
    return { show, leave: () => render(null, home) };
  }),
);
