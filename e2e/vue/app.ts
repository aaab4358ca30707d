/** Renders the page with Vue, on the server and in the browser. */

import { Fragment, type FunctionalComponent, h } from 'vue';
import type { Scene } from '../harness/scene.js';

export const App: FunctionalComponent<{ scene: Scene }> = ({ scene }) =>
  scene.main ? h('main', { id: 'main' }, [h(Hero, { scene }), h(Rest, { scene })]) : h(Fragment, []);

const Hero: FunctionalComponent<{ scene: Scene }> = ({ scene }) => {
  const { after, before, className, color, hero, target, text, title } = scene;
  return hero
    ? h('section', { id: 'hero' }, [
        // with a key each: else Vue may make one out of the other
        before ? h('p', { key: 'before', class: 'before' }, 'Before') : null,
        target > 0 ? h('h1', { key: target, id: 'target', class: className, title, style: { color } }, text) : null,
        after ? h('p', { key: 'after', class: 'after' }, 'After') : null,
      ])
    : null;
};

const Rest: FunctionalComponent<{ scene: Scene }> = ({ scene }) => {
  const { extra, items, lone, name, pair, plain, value } = scene;
  const wrapped = (isPlain: boolean) => (isPlain ? name : h('b', name));
  return [
    h('p', { id: 'mixed' }, ['Hello ', extra ? wrapped(plain) : null, ', you have ', items.length, ' things']),
    h('p', { id: 'swap' }, lone ? name : [h('b', name)]),
    h(Badge, { scene }),
    pair ? h(Fragment, [h('i', { class: 'pair' }, 'one'), h('i', { class: 'pair' }, 'two')]) : null,
    h(
      'ul',
      [...items].map((item) => h('li', { key: item, id: `item-${item}` }, `Item ${item}`)),
    ),
    h('form', { id: 'form' }, [h('input', { id: 'free' }), h('input', { id: 'bound', value })]),
  ];
};

const Badge: FunctionalComponent<{ scene: Scene }> = ({ scene }) =>
  scene.badge ? h('em', { id: 'badge' }, 'new') : null;

for (const component of [App, Hero, Rest, Badge]) component.props = ['scene'];
