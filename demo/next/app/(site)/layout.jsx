/** Pages that are rendered for whoever asks. */

import { visitOf } from 'fx-tag/next';
import { fx } from '../../fx.mjs';
import { Shell } from '../../shell.jsx';

export default async function Layout({ children }) {
  const visit = await visitOf(fx);
  visit.variant('hero');
  return <Shell rendered={visit.rendered}>{children}</Shell>;
}
