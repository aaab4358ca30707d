/** Draws normal and geometric numbers by the hundred million. */

/**
 * Layers of equal area below the curve: Doornik, *An improved ziggurat method to generate normal random samples*, 2005.
 */
const LAYERS = 128;
/** Where the tail begins, and the area of each layer. */
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;
const heightAt = (x) => Math.exp(-(x ** 2) / 2);

/** Where each layer ends, the lowest first; the tail makes that one wider. */
function edgesOf() {
  const edges = new Float64Array(LAYERS + 1);
  edges[0] = AREA / heightAt(TAIL);
  edges[1] = TAIL;
  for (let at = 2; at < LAYERS; at++) {
    const before = edges[at - 1];
    edges[at] = Math.sqrt(-2 * Math.log(AREA / before + heightAt(before)));
  }
  return edges;
}

/**
 * Numbers that are made of numbers from 0 to 1.
 *
 * @param uniform has 32 bits
 */
export function drawsOf(uniform) {
  const edges = edgesOf();
  const inner = edges.subarray(0, LAYERS).map((edge, at) => edges[at + 1] / edge);
  const logs = new Map();

  const normal = () => {
    for (;;) {
      const share = 2 * uniform() - 1;
      const at = (uniform() * LAYERS) | 0;
      if (Math.abs(share) < inner[at]) return share * edges[at];
      if (at === 0) return Math.sign(share) * fromTail(uniform);
      const x = share * edges[at];
      const [low, high] = [heightAt(edges[at]), heightAt(edges[at + 1])];
      if (low + uniform() * (high - low) < heightAt(x)) return x;
    }
  };

  /** A number of events, each of which is followed by another one with the same chance. */
  const geometric = (more) => {
    const log = logs.get(more) ?? Math.log(more);
    logs.set(more, log);
    return Math.floor(Math.log(1 - uniform()) / log);
  };

  return { uniform, normal, geometric };
}

/** Marsaglia, *Generating a variable from the tail of the normal distribution*, Technometrics 6, 1964. */
function fromTail(uniform) {
  for (;;) {
    const x = Math.log(1 - uniform()) / TAIL;
    const y = Math.log(1 - uniform());
    if (-2 * y > x ** 2) return TAIL - x;
  }
}
