/** Lists pages that are made otherwise than most. */

/** A page, and what is done there. */
export interface OddPage {
  readonly words: string;
  readonly html: string;
  /** What is picked. */
  readonly at: string;
  /** It has no text of its own, and is hidden. */
  readonly isHidden?: boolean;
}

const MAIN = '<main><h1 class="headline">Good paper</h1><p class="lead">Made to be written on.</p></main>';
const page = (head: string, body = MAIN, begin = '<!doctype html><html lang="en">'): string =>
  `${begin}<head><meta charset="utf-8"><title>Odd</title>${head}</head><body>${body}</body></html>`;
const style = (css: string): string => page(`<style>${css}</style>`);
const below = '<div style="height: 3000px"></div><h2 class="end">The end</h2>';

/** All of them. */
export const ODD_PAGES: readonly OddPage[] = [
  { words: 'zoomed by css', html: style('html { zoom: 1.25 }'), at: '.headline' },
  { words: 'whose body is zoomed by css', html: style('body { zoom: 0.8 }'), at: '.headline' },
  {
    words: 'whose styles take back everything of everything',
    html: style('* { all: unset !important } main, h1, p { display: block !important }'),
    at: '.headline',
  },
  {
    words: 'that transforms all there is',
    html: style('* { transform: translateX(3px) } html { filter: grayscale(0.5); contain: paint }'),
    at: '.headline',
  },
  {
    words: 'whose addresses begin elsewhere',
    html: page('<base href="http://127.0.0.1:9/elsewhere/" target="_blank">'),
    at: '.headline',
  },
  {
    words: 'whose addresses begin elsewhere, and that has its own tag',
    html: page('<base href="http://127.0.0.1:9/elsewhere/"><script src="/fx/container.js"></script>'),
    at: '.headline',
  },
  {
    words: 'with a frame',
    html: page('', `${MAIN}<iframe class="frame" srcdoc="<a href='/gone' target='_top'>Go</a>" width="300"></iframe>`),
    at: '.frame',
    isHidden: true,
  },
  {
    words: 'below a frame that nobody sees',
    html: page(
      '',
      `${MAIN}<iframe style="position: fixed; inset: 0; width: 100%; height: 100%; visibility: hidden"></iframe>`,
    ),
    at: '.headline',
  },
  {
    words: 'below a frame that hears no mouse',
    html: page(
      '',
      `${MAIN}<iframe style="position: fixed; inset: 0; width: 100%; height: 100%; pointer-events: none"></iframe>`,
    ),
    at: '.headline',
  },
  {
    words: 'with a note that lies above a frame',
    html: page(
      '',
      `${MAIN}<iframe width="600" height="300"></iframe><p class="note" style="position: relative; top: -200px">Cookies</p>`,
    ),
    at: '.note',
  },
  {
    words: 'with a button that is disabled, and words in it',
    html: page('', `${MAIN}<button class="sold" disabled><b class="words">Sold out</b></button>`),
    at: '.words',
  },
  {
    words: 'with a button that is disabled',
    html: page('', `${MAIN}<button class="sold" disabled>Sold out</button>`),
    at: '.sold',
  },
  {
    words: 'that begins at the right and is wider than the window',
    html: page(
      '',
      `<div style="width: 3000px"><div style="width: 300px">${MAIN}</div></div>`,
      '<!doctype html><html dir="rtl" lang="ar">',
    ),
    at: '.lead',
  },
  { words: 'without a doctype', html: page('', MAIN, '<html>'), at: '.headline' },
  {
    words: 'with words in a picture',
    html: page('', '<svg width="300" height="80"><text class="words" x="9" y="40" font-size="30">Ink</text></svg>'),
    at: '.words',
  },
  {
    words: 'with a table',
    html: page('', '<table><tr><td>Pen</td><td>3</td></tr><tr><td>Ink</td><td class="price">5</td></tr></table>'),
    at: '.price',
  },
  {
    words: 'with something to unfold',
    html: page('', '<details><summary class="more">More</summary><p>Inside</p></details>'),
    at: '.more',
  },
  {
    words: 'whose header stays above all',
    html: page(
      '<style>header { position: fixed; inset: 0 0 auto; height: 60px; z-index: 2147483647; background: #eee }</style>',
      `<header><b class="brand">Brand</b></header>${MAIN}${below}`,
    ),
    at: '.end',
  },
  {
    words: 'that scrolls in an element of its own, down and to the side',
    html: page(
      '<style>html, body { height: 100%; margin: 0; overflow: hidden } #all { height: 100%; overflow: auto } .end { margin-left: 2000px; width: 300px } .wide { width: 6000px }</style>',
      `<div id="all"><div class="wide">${MAIN}${below}</div></div>`,
    ),
    at: '.end',
  },
  {
    words: 'of twelve thousand elements',
    html: page(
      '',
      `${MAIN}${'<div class="row"><span>One of many</span></div>'.repeat(6000)}<h2 class="end">The end</h2>`,
    ),
    at: '.end',
  },
  {
    words: 'with a film that has controls',
    html: page('', `${MAIN}<video class="film" controls width="300" height="150"></video>`),
    at: '.film',
    isHidden: true,
  },
  {
    words: 'whose parts are laid out once they are near',
    html: page(
      '<style>section { content-visibility: auto; contain-intrinsic-size: 800px }</style>',
      `${MAIN}${'<section><p>One of many</p></section>'.repeat(20)}<section><h2 class="end">The end</h2></section>`,
    ),
    at: '.end',
  },
  {
    words: 'that snaps from screen to screen, smoothly',
    html: page(
      '<style>html { scroll-snap-type: y mandatory; scroll-behavior: smooth } section { height: 100vh; scroll-snap-align: start }</style>',
      `<section>${MAIN}</section><section></section><section><h2 class="end">The end</h2></section>`,
    ),
    at: '.end',
  },
  {
    words: 'with a box to tick and its words',
    html: page(
      '',
      `${MAIN}<label><input type="checkbox" onchange="this.remove()"><b class="terms">I agree</b></label>`,
    ),
    at: '.terms',
  },
  {
    words: 'with words that visitors may edit',
    html: page('', `${MAIN}<div class="note" contenteditable onfocus="this.className = 'note on'">Write here</div>`),
    at: '.note',
  },
  {
    words: 'with a dialog that is not modal',
    html: page('', `${MAIN}<dialog open><p class="asked">Cookies?</p></dialog>`),
    at: '.asked',
  },
  {
    words: 'with a text of a hundred thousand letters',
    html: page(
      '',
      `${MAIN}<p class="long" style="height: 100px; overflow: hidden">${'Paper and ink. '.repeat(7000)}</p>`,
    ),
    at: '.long',
  },
  {
    words: 'below a header that sticks',
    html: page(
      '<style>header { position: sticky; top: 0; height: 60px; background: #eee }</style>',
      `<header>Brand</header>${MAIN}${below}${below.replace('end', 'last')}`,
    ),
    at: '.end',
  },
  {
    words: 'with a button of a form that is an input',
    html: page('', `${MAIN}<form action="/gone"><input class="send" type="submit" value="Buy"></form>`),
    at: '.send',
    isHidden: true,
  },
];
