/** Says in words how large something is. */

/** `640 kB`, `1.2 MB`, `3.4 GB`: megabytes always with one digit behind the point, so that a count does not jump. */
export const sizeText = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1e3).toLocaleString('en')} kB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${(bytes / 1e9).toLocaleString('en', { maximumFractionDigits: 1 })} GB`;
