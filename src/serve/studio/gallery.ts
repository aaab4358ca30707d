/** Shows the pictures of variants on an experiment's page, and the button that takes them. */

import { type Html, html } from '../../pages/index.js';
import { SHOT_SIZES, type ShotSize } from '../../shot/index.js';
import { mayAs, type StudioRole } from '../access/roles.js';
import type { CameraState } from '../camera.js';
import type { FiledExperiment } from '../workspace.js';

/** Of one variant. */
export interface PictureFacts {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly image: string | undefined;
  readonly pictured: ReadonlySet<string>;
  /** Those that are the same as the picture of a variant before, with its name. */
  readonly alike: ReadonlyMap<string, string>;
}

/** Both sizes side by side, each opens in full. */
export function picturePart({ id, key, name, image, pictured, alike }: PictureFacts): Html {
  const shown = SHOT_SIZES.filter((size) => pictured.has(`${key}:${size}`));
  if (shown.length)
    return html`<div class="shots">${shown.map((size) => {
      const address = `/experiments/${id}/image/${key}?size=${size}`;
      return html`<a class="shot shot-${size}" href="${address}"><img src="${address}" alt="${name}, on a ${size}" loading="lazy"></a>`;
    })}</div>${alikePart(shown, (size) => alike.get(`${key}:${size}`))}`;
  return image === undefined
    ? html``
    : html`<p class="quiet">There is no picture at <code>${image}</code> (PNG, JPEG, WebP, AVIF, GIF or SVG, up to 10 MB, in the folder of experiments).</p>`;
}

/** Says that pictures show no change; nothing where each shows one. */
function alikePart(shown: readonly ShotSize[], likeOf: (size: ShotSize) => string | undefined): Html {
  const twins = shown.flatMap((size) => {
    const name = likeOf(size);
    return name === undefined ? [] : [{ size, name }];
  });
  const [first] = twins;
  if (first === undefined) return html``;
  const isAll = twins.length === shown.length && twins.every(({ name }) => name === first.name);
  const where = isAll
    ? `, compared with ${first.name}`
    : twins.map(({ size, name }) => ` on a ${size}, compared with ${name}`).join(', and');
  return html`<p class="quiet">Nothing visible changes here${where}: the change may come after a click, lie elsewhere on the page, be meant for another width, or be none that a picture shows, as a link.</p>`;
}

/** What the button needs to know. */
export interface CameraFacts {
  readonly filed: FiledExperiment;
  readonly camera: CameraState | null;
  readonly pictured: ReadonlySet<string>;
  readonly role: StudioRole;
  readonly site: string | null;
}

/** The button that takes them, how far it is, and what could not be taken. */
export function cameraPart({ filed, camera, pictured, role, site }: CameraFacts): Html {
  if (site === null || !mayAs(role, 'editor') || filed.source.raw.status === 'archived') return html``;
  if (camera?.isBusy)
    return html`<p class="quiet" role="status">Pictures are being taken${camera.of ? `: ${camera.taken} of ${camera.of}` : ''}. <a href="/experiments/${filed.id}">Look again</a></p>`;
  return html`${camera?.problems.length ? html`<div class="message message-bad" role="alert"><p>Not every picture could be taken.</p><ul>${camera.problems.map((line) => html`<li>${line}</li>`)}</ul></div>` : ''}
        <form class="camera" method="post" action="/experiments/${filed.id}/pictures"><button>${pictured.size ? 'Take the pictures again' : 'Take pictures'}</button> <span class="quiet">of every variant, on a phone and on a desktop</span></form>`;
}
