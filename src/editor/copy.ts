/** Copies the YAML; where the browser does not allow it, selects it, so that the usual keys do. */

/** Says what to do next. */
export async function copyYaml(root: ShadowRoot, say: (text: string) => void): Promise<void> {
  const area = root.querySelector<HTMLTextAreaElement>('textarea[readonly]');
  if (!area) return;
  try {
    await navigator.clipboard.writeText(area.value);
    say('Copied. Save it as a .yaml file in your folder of experiments: fx dev and Studio then link to its preview.');
  } catch {
    const details = area.closest('details');
    if (details) details.open = true;
    area.focus();
    area.select();
    say('This browser does not let pages copy here: press Ctrl+C, or Cmd+C.');
  }
}
