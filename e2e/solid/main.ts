/** Renders the page with Solid. */

import { createMemo, createSignal, For, type JSX, Show } from 'solid-js';
import html from 'solid-js/html';
import { render } from 'solid-js/web';
import { createStage } from '../harness/mounted.js';
import { expose } from '../harness/play.js';
import type { Scene } from '../harness/scene.js';

type Read = () => Scene;
type Part = JSX.Element;

const app = (scene: Read): Part =>
  html`<${Show} when=${() => scene().main}>
    ${(): Part => html`<main id="main">${hero(scene)}${rest(scene)}</main>` as Part}
  <//>` as Part;

const hero = (scene: Read): Part =>
  html`<${Show} when=${() => scene().hero}>
    ${(): Part =>
      html`<section id="hero">
        <${Show} when=${() => scene().before}>${(): Part => html`<p class="before">Before</p>` as Part}<//>
        <${Show} when=${() => scene().target} keyed=${true}>${(_target: number) => headline(scene)}<//>
        <${Show} when=${() => scene().after}>${(): Part => html`<p class="after">After</p>` as Part}<//>
      </section>` as Part}
  <//>` as Part;

const headline = (scene: Read): Part =>
  html`<h1 id="target"
    class=${() => scene().className}
    title=${() => scene().title}
    style=${() => ({ color: scene().color ?? undefined })}
  >${() => scene().text}</h1>` as Part;

const rest = (scene: Read): Part => [
  html`<p id="mixed">Hello <${Show} when=${() => scene().extra}>${wrapped(scene, 'plain')}<//>, you have ${() =>
    scene().items.length} things</p>` as Part,
  html`<p id="swap">${wrapped(scene, 'lone')}</p>` as Part,
  html`<${Show} when=${() => scene().badge}>${(): Part => html`<em id="badge">new</em>` as Part}<//>` as Part,
  html`<${Show} when=${() => scene().pair}>${(): Part =>
    html`<i class="pair">one</i><i class="pair">two</i>` as Part}<//>` as Part,
  html`<ul><${For} each=${() => [...scene().items]}>${(item: string) =>
    html`<li id=${`item-${item}`}>${`Item ${item}`}</li>`}<//></ul>` as Part,
  html`<form id="form"><input id="free" /><input id="bound" value=${() => scene().value} /></form>` as Part,
];

/** A name, in an element or as a text; other changes of the scene leave that element as it is. */
function wrapped(scene: Read, which: 'plain' | 'lone'): () => Part {
  const isPlain = createMemo(() => scene()[which]);
  return () => (isPlain() ? scene().name : (html`<b>${() => scene().name}</b>` as Part));
}

expose(
  createStage((home, first) => {
    const [scene, show] = createSignal(first);
    return { show, leave: render(() => app(scene), home) };
  }),
);
