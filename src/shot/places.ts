/** Says where the pictures of a variant lie: in the folder `pictures` beside the file of their experiment. */

import { dirname, join } from 'node:path';
import { fileStem } from '../files/index.js';

/** How large a page is when its picture is taken. */
export type ShotSize = 'phone' | 'desktop';

/** The sizes, the first is shown where there is room for one. */
export const SHOT_SIZES: readonly ShotSize[] = ['desktop', 'phone'];

/** Relative to the file of the experiment, with forward slashes, as `image:` takes it. */
export const shotName = (experiment: string, variant: string, size: ShotSize): string =>
  `pictures/${fileStem(experiment)}.${variant}.${size}.webp`;

/** The path of one, from the path of the experiment's file. */
export const shotPath = (file: string, experiment: string, variant: string, size: ShotSize): string =>
  join(dirname(file), shotName(experiment, variant, size));
