/** Renders the page with Lit. */

import { html, nothing, render, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import { createStage } from '../harness/mounted.js';
import { expose } from '../harness/play.js';
import type { Scene } from '../harness/scene.js';

type Part = TemplateResult | typeof nothing;

const app = (scene: Scene): Part => (scene.main ? html`<main id="main">${hero(scene)}${rest(scene)}</main>` : nothing);

const hero = (scene: Scene): Part =>
  scene.hero
    ? html`<section id="hero">
        ${scene.before ? html`<p class="before">Before</p>` : nothing}
        ${keyed(scene.target, scene.target > 0 ? headline(scene) : nothing)}
        ${scene.after ? html`<p class="after">After</p>` : nothing}
      </section>`
    : nothing;

const headline = ({ className, color, text, title }: Scene): TemplateResult =>
  html`<h1 id="target" class=${className} title=${title ?? nothing} style=${styleMap({ color })}>${text}</h1>`;

const rest = ({ badge, extra, items, lone, name, pair, plain, value }: Scene): TemplateResult =>
  html`<p id="mixed">Hello ${extra ? wrapped(name, plain) : nothing}, you have ${items.length} things</p>
    <p id="swap">${wrapped(name, lone)}</p>
    ${badge ? html`<em id="badge">new</em>` : nothing}
    ${pair ? html`<i class="pair">one</i><i class="pair">two</i>` : nothing}
    <ul>
      ${repeat(
        items,
        (item) => item,
        (item) => html`<li id=${`item-${item}`}>Item ${item}</li>`,
      )}
    </ul>
    <form id="form"><input id="free"><input id="bound" .value=${value}></form>`;

const wrapped = (name: string, isPlain: boolean): string | TemplateResult => (isPlain ? name : html`<b>${name}</b>`);

expose(
  createStage((home, first) => {
    const show = (scene: Scene): void => {
      render(app(scene), home as HTMLElement);
    };
    show(first);
    return { show, leave: () => render(nothing, home as HTMLElement) };
  }),
);
