/**
 * Plays what one would write by hand for many experiments: a script of 1 KB with a hash, a cookie and a
 * MutationObserver.
 */

import { transformSync } from 'esbuild';

const SOURCE = `(function (experiments) {
  var cookie = /(?:^|; )id=([^;]+)/.exec(document.cookie);
  var id = cookie ? cookie[1] : Math.random().toString(36).slice(2) + Date.now().toString(36);
  if (!cookie) document.cookie = 'id=' + id + ';path=/;max-age=31536000;samesite=lax';
  function unit(text) {
    for (var h = 2166136261, i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
    h ^= h >>> 16;
    h = Math.imul(h, 2246822507);
    return ((h ^ (h >>> 13)) >>> 0) / 4294967296;
  }
  var pending = [];
  for (var i = 0; i < experiments.length; i++) {
    var experiment = experiments[i];
    if (location.pathname.indexOf(experiment.path) < 0) continue;
    var n = unit(experiment.id + ':' + id);
    var variant = 0;
    while ((n -= experiment.weights[variant]) >= 0) variant++;
    if (variant) pending.push.apply(pending, experiment.changes);
  }
  if (!pending.length) return;
  function look() {
    pending = pending.filter(function (change) {
      var element = document.querySelector(change[0]);
      // without a next sibling it may still be in the middle of being parsed
      if (!element || !element.nextSibling) return true;
      element.textContent = change[1];
    });
    if (!pending.length) observer.disconnect();
  }
  var observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
  look();
})(EXPERIMENTS)`;

const scriptOf = (experiments) =>
  transformSync(SOURCE, { minify: true, target: 'es2020' })
    .code.trim()
    .replace('EXPERIMENTS', () => experiments);

/** As an object literal: what one would do without thinking about it. */
const literal = (experiments) =>
  `[${experiments
    .map(
      ({ id, path, changes }) =>
        `{id:${JSON.stringify(id)},path:${JSON.stringify(path)},weights:[0,1],changes:${JSON.stringify(changes.map(({ selector, text }) => [selector, text]))}}`,
    )
    .join()}]`;

export const external = {
  name: 'external',
  title: 'hand-written 1 KB script',
  group: 'baseline',
  suites: ['view', 'cost', 'scale', 'churn'],
  install: ({ experiments }) => ({
    head: '<script src="/own.js"></script>',
    routes: {
      '/own.js': { type: 'text/javascript', maxAgeS: 600, body: scriptOf(literal(experiments)) },
    },
  }),
  bundle: () => scriptOf('[]'),
};
