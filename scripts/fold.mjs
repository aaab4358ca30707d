/**
 * Works out what each part of the tag comes to where features are left out: what a stand-in answers in all cases need
 * not be asked.
 */

import { minify } from 'terser';

/** The longest code of a stand-in that is worth being looked through. */
const LONGEST_ANSWER = 60;
/** The features of one part that are told apart: each doubles its texts. */
const MOST_FEATURES = 6;
const VALUE = /^(-?[\d.e]+|"[^"]{0,16}")$/;

/** Names stay as they are: those of one part are alike in all of its texts and in other parts, which packs better. */
const OPTIONS = {
  ecma: 2020,
  compress: { passes: 3, unsafe_arrows: true, pure_getters: true, keep_fargs: false, hoist_props: true },
  mangle: false,
};

/**
 * Puts short values into the parts that refer to them, and gives each part that asks features a text for each choice of
 * those that are left out.
 *
 * @param refsOf the parts that a code refers to
 */
export async function fold(pieces, refsOf) {
  const values = pieces.filter(({ code, feature }) => !feature && VALUE.test(code));
  const answers = pieces.filter(({ code, replaces }) => replaces && code.length <= LONGEST_ANSWER);
  const textOf = async (piece, out) => {
    const known = [
      ...values.map(({ code, name }) => [name, code]),
      ...answers.filter(({ feature }) => out.includes(feature)).map(({ code, replaces }) => [replaces, code]),
    ].filter(([name]) => piece.refs.includes(name));
    const code = known[0] ? await shorten(piece.code, known) : piece.code;
    return { code, refs: refsOf(code) };
  };
  const folded = [];
  for (const piece of pieces) {
    const asked = answers.filter(({ replaces }) => piece.refs.includes(replaces) && replaces !== piece.name);
    const features = [...new Set(asked.map(({ feature }) => feature))].slice(0, MOST_FEATURES);
    const variants = [];
    for (const out of choices(features).slice(1)) variants.push({ without: out, ...(await textOf(piece, out)) });
    folded.push({ ...piece, ...(await textOf(piece, [])), ...(variants[0] && { variants }) });
  }
  return folded;
}

/** Every choice of some, none first and all last. */
const choices = ([first, ...rest]) =>
  first === undefined ? [[]] : choices(rest).flatMap((some) => [some, [first, ...some]]);

/** A code in which these names are known. */
async function shorten(code, known) {
  const declared = known.map(([name, text]) => `${name}=${text}`);
  const made = await minify(`$=(()=>{let ${declared};return ${code}})()`, OPTIONS);
  return made.code.replace(/^\$=/, '').replace(/;$/, '');
}
