/** The price of a variant. */

import { readVariantCode } from 'fx-tag/next';

export default async function Page({ params }) {
  const { code } = await params;
  const { price } = readVariantCode(code, ['price']);
  return <main data-price="">{price === 'treatment' ? '7 a month' : '9 a month'}</main>;
}
