/** Shows the buttons that copy a text of the page; where the browser allows no copying, the text is selected. */

/** Without a script they stay hidden, and a click selects the text. */
export function offerCopies(page: Document): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>('button[data-copies]')) {
    const text = page.getElementById(button.dataset.copies ?? '');
    const told = button.parentElement?.querySelector<HTMLElement>('[role=status]');
    if (!text || !told) continue;
    button.hidden = false;
    button.addEventListener('click', () => {
      // Emptied first: the same words a second time would not be told.
      told.textContent = '';
      void copyText(text).then((words) => {
        told.textContent = words;
      });
    });
  }
}

/** @returns what became of it */
async function copyText(text: HTMLElement): Promise<string> {
  try {
    // There is no clipboard where a page came over http from another machine.
    await navigator.clipboard.writeText(text.textContent ?? '');
    return 'Copied.';
  } catch {
    text.focus();
    getSelection()?.selectAllChildren(text);
    return 'This browser does not let pages copy here. The text is selected: press Ctrl+C, or Cmd+C.';
  }
}
