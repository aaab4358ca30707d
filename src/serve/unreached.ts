/** Says in words why another machine could not be reached, or could not be trusted, by the code of the fault. */

/** The code stands beside the words: people look for it. What has no words is its code. */
export function wordsOfFault(code: string): string {
  const [, words] = WORDS.find(([codes]) => codes.test(code)) ?? [];
  const [what, ...then] = words ?? [];
  return what === undefined ? code : [`${what} (${code})`, ...then].join(': ');
}

/** What it is, and what to do where that is not plain. */
const WORDS: readonly (readonly [RegExp, readonly [string, string?]])[] = [
  [/^(ENOTFOUND|EAI_AGAIN|ENODATA)$/, ['its name leads nowhere']],
  [/^ECONNREFUSED$/, ['nobody listens at its address']],
  [/^(ECONNRESET|EPIPE)$/, ['it hung up']],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/, ['no way leads to its address']],
  [/^(EPROTO|ERR_SSL_\w+)$/, ['it speaks no TLS there']],
  [/^CERT_HAS_EXPIRED$/, ['its certificate is over']],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, ['its certificate is of another name']],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+)$/,
    ['this machine does not trust its certificate', 'NODE_EXTRA_CA_CERTS names a file of further ones'],
  ],
];
