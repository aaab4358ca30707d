/** Measures the least that keeping a page in sight costs: an observer of the whole document that does nothing. */

const SCRIPT = `new MutationObserver(() => {}).observe(document, {
  childList: true,
  subtree: true,
  characterData: true,
  attributeFilter: ['class', 'id'],
});`;

export const observer = {
  name: 'observer',
  title: 'an observer that does nothing',
  group: 'baseline',
  changesNothing: true,
  suites: ['churn'],
  install: () => ({ head: `<script>${SCRIPT}</script>` }),
};
