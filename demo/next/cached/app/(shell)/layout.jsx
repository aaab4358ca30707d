/** What is around the decided part is prerendered for all. */

import { Shell } from '../../../shell.jsx';

export default function Layout({ children }) {
  return <Shell>{children}</Shell>;
}
