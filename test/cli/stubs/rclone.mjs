/** Stands for `rclone copy`: its filters, of which the first that matches counts, and its headers. */

import { copy, glob } from './store.mjs';

const [command, from, to, ...rest] = process.argv.slice(2);
if (command !== 'copy') throw new Error(`the stub does not know rclone ${command}`);
const filters = [];
let cacheControl;
for (let at = 0; at < rest.length; at += 2) {
  const [option, value] = rest.slice(at);
  if (option === '--filter') filters.push([glob(value.slice(2), '[^/]*'), value.startsWith('+ ')]);
  else if (option === '--header-upload') cacheControl = value.replace('Cache-Control: ', '');
  else throw new Error(`the stub does not know ${option}`);
}
copy(
  from,
  to,
  (name) => filters.find(([pattern]) => pattern.test(name))?.[1] ?? true,
  cacheControl,
  () => undefined,
);
