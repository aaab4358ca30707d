/**
 * Tells whoever looks at a page that somebody else changed what it shows, and puts new figures in the place of old
 * ones.
 */

const NAMES: Readonly<Record<string, string>> = {
  change: 'changed',
  publication: 'published',
  pictures: 'took pictures of',
};

/** What the server tells. */
interface Told {
  readonly type: string;
  readonly experiment?: string;
  readonly who?: string;
}

/** Listens as long as the page is open. The page works without it. */
export function followChanges(box: HTMLElement | null, source: EventSource): void {
  let isRefreshing = false;
  source.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const told = JSON.parse(data) as Told;
    if (told.type !== 'results') return tell(box, told);
    if (isRefreshing) return;
    isRefreshing = true;
    void refreshFigures().finally(() => {
      isRefreshing = false;
    });
  });
}

function tell(box: HTMLElement | null, { type, experiment, who }: Told): void {
  const verb = NAMES[type];
  if (!box || verb === undefined) return;
  const again = document.createElement('button');
  again.textContent = 'Show it';
  again.addEventListener('click', () => location.reload());
  box.textContent = `${who ?? (type === 'pictures' ? 'Studio' : 'Somebody')} ${verb} ${experiment ?? 'the experiments'}. `;
  box.append(again);
  box.hidden = false;
}

/** Parts that are marked as living, as the page shows them now. Whoever is in the middle of one is left alone. */
async function refreshFigures(): Promise<void> {
  const parts = [...document.querySelectorAll<HTMLElement>('[data-live]')].filter(
    (part) => !part.contains(document.activeElement) && !part.querySelector('details[open]'),
  );
  if (!parts.length || document.visibilityState === 'hidden') return;
  const response = await fetch(location.href).catch(() => null); // the next figures are another chance
  if (!response?.ok || response.redirected) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of parts) {
    const next = fresh.querySelector<HTMLElement>(`[data-live="${part.dataset.live}"]`);
    if (next && next.innerHTML !== part.innerHTML) part.replaceChildren(...next.childNodes);
  }
}
