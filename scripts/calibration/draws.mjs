/** Draws counts and amounts, and says how likely counts are. */

/** How likely it is that so many of some subjects do it, for every count that is not all but impossible. */
export function chancesOf(subjects, share) {
  const chances = new Float64Array(subjects + 1);
  const peak = Math.min(subjects, Math.floor((subjects + 1) * share));
  const odds = share / (1 - share);
  chances[peak] = 1;
  for (let at = peak; at < subjects; at++) chances[at + 1] = (chances[at] * (subjects - at) * odds) / (at + 1);
  for (let at = peak; at > 0; at--) chances[at - 1] = (chances[at] * at) / ((subjects - at + 1) * odds);
  const sum = chances.reduce((all, one) => all + one, 0);
  return chances.map((one) => one / sum);
}

/** Draws how many of some subjects do it: inverts the sums of all chances. */
export function binomial(subjects, share) {
  const sums = chancesOf(subjects, share);
  for (let at = 1; at <= subjects; at++) sums[at] += sums[at - 1];
  return (random) => {
    const wanted = random() * sums[subjects];
    let [low, high] = [0, subjects];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Draws how many of some subjects come to each cell. */
export function multinomial(subjects, parts) {
  const rest = parts.map((_, at) => parts.slice(at).reduce((sum, part) => sum + part, 0));
  const kept = new Map();
  const draw = (count, share, random) => {
    if (share >= 1 - 1e-12) return count;
    const key = `${count} ${share}`;
    const held = kept.get(key) ?? binomial(count, share);
    kept.set(key, held);
    return held(random);
  };
  return (random) => {
    let left = subjects;
    return parts.map((part, at) => {
      const count = draw(left, part / rest[at], random);
      left -= count;
      return count;
    });
  };
}

/** Box and Muller. */
export function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
