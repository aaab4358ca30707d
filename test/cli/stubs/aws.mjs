/** Stands for `aws s3 sync`: its filters, of which the last that matches counts, and its Cache-Control. */

import { copy, glob } from './store.mjs';

const [service, command, from, to, ...rest] = process.argv.slice(2);
if (service === 'cloudfront' && command === 'create-invalidation') process.exit(0);
if (service !== 's3' || command !== 'sync') throw new Error(`the stub does not know aws ${service} ${command}`);
const filters = [];
let cacheControl;
for (let at = 0; at < rest.length; at += 2) {
  const [option, value] = rest.slice(at);
  if (option === '--exclude' || option === '--include') filters.push([glob(value, '.*'), option === '--include']);
  else if (option === '--cache-control') cacheControl = value;
  else if (option !== '--endpoint-url') throw new Error(`the stub does not know ${option}`);
}
const passes = (name) => filters.findLast(([pattern]) => pattern.test(name))?.[1] ?? true;
copy(from, to, passes, cacheControl, (name) => console.log(`${/^s3:/.test(to) ? 'upload' : 'download'}: ${name}`));
