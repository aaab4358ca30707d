/** Reads what a link asks to be shown: ids and keys, nothing else. */

/** What `?fx=` of a link names; `off` ends what is forced. */
export type LinkWish = 'off' | readonly (readonly [id: string, key: string])[];

/** @returns undefined where a link names nothing. Any scheme will do, as there is no `URL` everywhere. */
export function readLink(link: string): LinkWish | undefined {
  const [, text] = /[?&]fx=([^&#]*)/.exec(link) ?? [];
  if (!text) return undefined;
  const plain = text.replace(/%3a/gi, ':').replace(/%2c/gi, ',');
  if (plain === 'off') return plain;
  return plain.split(',').flatMap((one) => {
    const [, id, key] = /^([a-z\d-]{1,64}):([a-z\d_-]{1,32})$/.exec(one) ?? [];
    return id && key ? [[id, key] as const] : [];
  });
}
