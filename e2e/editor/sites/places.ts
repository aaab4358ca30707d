/** Says where on a page the parts are that tasks are about. */

/** What tasks are about. */
export type Place = 'title' | 'lead' | 'action' | 'picture' | 'link' | 'name' | 'list' | 'card' | 'reviews';

/** Where each of them is. */
export type Places = Readonly<Record<Place, string>>;

/** On the shop that the kinds of sites have in common. */
export const INKWELL: Places = {
  title: 'h1',
  lead: 'h1 + p',
  action: 'h1 + p + a',
  picture: 'main img',
  link: 'nav a',
  name: 'li h3',
  list: 'main ul',
  card: 'main li',
  reviews: 'main > section:last-of-type',
};
