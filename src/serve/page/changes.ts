/**
 * Tells whoever looks at a page that somebody else changed what it shows, and puts new figures in the place of old
 * ones.
 */

/** What the server tells. */
interface Told {
  readonly type: string;
  readonly experiment?: string;
  readonly who?: string;
  /** Of a publication: what was done. */
  readonly what?: string;
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

function tell(box: HTMLElement | null, told: Told): void {
  const sentence = box && sentenceOf(told, box.dataset.who);
  if (!box || !sentence) return;
  const again = document.createElement('button');
  again.textContent = 'Show it';
  again.addEventListener('click', () => location.reload());
  box.textContent = `${sentence} `;
  box.append(again);
  box.hidden = false;
}

const DONE: Readonly<Record<string, string>> = {
  off: 'switched everything off',
  on: 'switched everything on again',
  back: 'went back to an earlier publication',
  rollback: 'went back to an earlier publication',
};

/** @param me who looks at the page: they hear of what they did in another tab */
function sentenceOf({ type, experiment, who = 'Somebody', what = '' }: Told, me: string | undefined): string | null {
  const name = experiment === undefined ? 'the experiments' : nameOf(experiment);
  const [subject, where] = who === me ? ['You', ' in another tab'] : [who, ''];
  if (type === 'change') return `${subject} changed ${name}${where}.`;
  if (type === 'pictures') return `There are new pictures of ${name}.`;
  if (type !== 'publication') return null;
  return experiment === undefined
    ? `${subject} ${DONE[what] ?? 'published'}${where}.`
    : `${who} stopped ${name}, as it did harm.`;
}

const MOST_LETTERS = 60;

/** As this page calls it: an id is nothing to people. */
function nameOf(experiment: string): string {
  const name = document.querySelector(`main a[href="/experiments/${experiment}"]`)?.textContent?.trim();
  if (name) return `“${name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS)}…` : name}”`;
  return location.pathname.split('/').includes(experiment) ? 'this experiment' : 'an experiment';
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
