/** Says what fields of fx.config.yaml must be: a terminal and Studio finish a sentence with it that begins with the file. */

/** By the field that is something else. */
export const CONFIG_WORDS = {
  previewToken: ' must have a previewToken of 16 hexadecimal digits: run fx init in another directory to see one',
  targets:
    ': targets must be names with directories or addresses, such as live: public/fx, live: s3://bucket/fx, live: git+ssh://git@host/site.git#pages:fx, or live: exec:./upload.sh',
  segments: ': segments must be a list of 5 facts at most, such as [user.tier, user.plan]',
  redirectOrigins: ': redirectOrigins must be a list of sites without a path, such as https://shop.example',
} as const;
