/** Tells whoever looks at a page that somebody else changed what it shows. */

const NAMES: Readonly<Record<string, string>> = {
  change: 'changed',
  publication: 'published',
  pictures: 'took pictures of',
};

/** Listens as long as the page is open. The page works without it. */
export function followChanges(box: HTMLElement | null, source: EventSource): void {
  source.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const { type, experiment, who } = JSON.parse(data) as { type: string; experiment?: string; who?: string };
    const verb = NAMES[type];
    if (!box || verb === undefined) return;
    const again = document.createElement('button');
    again.textContent = 'Show it';
    again.addEventListener('click', () => location.reload());
    box.textContent = `${who ?? (type === 'pictures' ? 'Studio' : 'Somebody')} ${verb} ${experiment ?? 'the experiments'}. `;
    box.append(again);
    box.hidden = false;
  });
}
