/** Says which variants are in the page: it waits for the visitor, and so does all of it. */

import { visitOf } from 'fx-tag/next';
import { fx } from '../../../fx.mjs';
import { Shell } from '../../../shell.jsx';

export const instant = false;

export default async function Layout({ children }) {
  const visit = await visitOf(fx);
  visit.variant('hero');
  return <Shell rendered={visit.rendered}>{children}</Shell>;
}
