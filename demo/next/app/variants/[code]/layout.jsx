/** Pages that are prerendered for each variant, and say for which. */

import { renderedIn, variantCodes } from 'fx-tag/next';
import { manifest } from '../../../manifest.mjs';
import { Shell } from '../../../shell.jsx';

const IDS = ['price'];

export const dynamicParams = false;
export const generateStaticParams = () => variantCodes(manifest, IDS).map((code) => ({ code }));

export default async function Layout({ children, params }) {
  const { code } = await params;
  return <Shell rendered={renderedIn(code, IDS)}>{children}</Shell>;
}
