/**
 * Says what fields of fx.config.yaml and addresses of targets must be: a terminal and Studio finish a sentence with it
 * that begins with the file, or the address.
 */

/** By the field that is something else. */
export const CONFIG_WORDS = {
  previewToken: ' must have a previewToken of 16 hexadecimal digits: run fx init in another directory to see one',
  targets:
    ': targets must be names with directories or addresses, such as live: public/fx, live: s3://bucket/fx, live: git+ssh://git@host/site.git#pages:fx, or live: exec:./upload.sh',
  segments: ': segments must be a list of 5 facts at most, such as [user.tier, user.plan]',
  redirectOrigins: ': redirectOrigins must be a list of sites without a path, such as https://shop.example',
} as const;

/** By what is wrong with the address of a target. */
const ADDRESS_WORDS = {
  kind: ' is no place that fx publishes to: name a directory, s3://bucket/fx, git+ssh://git@host/site.git#pages:fx (or git+https, git+file), or exec: and a command',
  malformed:
    ' is no address: look for blanks, a port that is no number, and a % that is not followed by two hexadecimal digits',
  bucket: ' needs a bucket, as in s3://bucket/fx',
  branch: ' needs a repository, and a branch after #, as in git+ssh://git@host/site.git#pages:fx',
  backslash: ' has \\, which only Windows takes for the end of a folder: write / in its place, also on Windows',
  command: ' needs a command after exec:, as in exec:./upload.sh',
} as const;

/** What is wrong with the address of a target. */
export interface AddressTrouble {
  readonly address: string;
  readonly fault: keyof typeof ADDRESS_WORDS;
  /** Where it stands, where that is a file. */
  readonly named?: { readonly path: string; readonly name: string } | undefined;
}

/** The same as a sentence without its full stop. `show` says how a path and an address are shown. */
export const addressSentence = ({ address, fault, named }: AddressTrouble, show: (place: string) => string): string =>
  `${named ? `${show(named.path)}, targets.${named.name}: ` : ''}${show(address)}${ADDRESS_WORDS[fault]}`;
