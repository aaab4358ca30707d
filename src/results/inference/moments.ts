/** Adds up numbers about their mean, so that large numbers close together keep their variance. */

import type { Moments } from './arms.js';

/** Of no number. */
export const NO_MOMENTS: Moments = { subjects: 0, mean: 0, squares: 0, cubes: 0 };

/** Of some numbers, in two passes. */
export function momentsOf(numbers: Iterable<number>): Moments {
  let [subjects, sum] = [0, 0];
  for (const number of numbers) {
    subjects++;
    sum += number;
  }
  if (!subjects) return NO_MOMENTS;
  const mean = sum / subjects;
  let [rest, squares, cubes] = [0, 0, 0];
  for (const number of numbers) {
    const away = number - mean;
    rest += away;
    squares += away ** 2;
    cubes += away ** 3;
  }
  // What rounding left in the mean is taken out of the squares (Chan, Golub and LeVeque, The American Statistician 37,
  // 1983).
  return { subjects, mean: mean + rest / subjects, squares: Math.max(0, squares - rest ** 2 / subjects), cubes };
}

/** Of two groups together: Pébay (Sandia report SAND2008-6212, 2008), equations 2.1 and 2.5. */
export function mergeMoments(a: Moments, b: Moments): Moments {
  const subjects = a.subjects + b.subjects;
  if (!a.subjects || !b.subjects) return a.subjects ? a : b;
  const away = b.mean - a.mean;
  const both = (a.subjects * b.subjects) / subjects;
  return {
    subjects,
    mean: a.mean + (away * b.subjects) / subjects,
    squares: a.squares + b.squares + away ** 2 * both,
    cubes:
      a.cubes +
      b.cubes +
      (away ** 3 * both * (a.subjects - b.subjects)) / subjects +
      (3 * away * (a.subjects * b.squares - b.subjects * a.squares)) / subjects,
  };
}

/** With so many more subjects who did nothing. */
export function withZeros(moments: Moments, zeros: number): Moments {
  return mergeMoments(moments, { subjects: zeros, mean: 0, squares: 0, cubes: 0 });
}
