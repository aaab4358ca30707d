/**
 * Cuts the tag into the parts that a container is composed of: each of its declarations, minified, with what it refers
 * to.
 */

import { readdirSync } from 'node:fs';
import { fold } from './fold.mjs';

/** The module that imports all of them: the tag, and what takes the place of its features. */
const ALL = '\0parts';
const WITHOUT = /^(tag|core)\/without\//;
/** What stands outside of the tag's closure: names that minifying shortens, and that are its parameters then. */
const GIVEN = ['FX_MANIFEST', 'FX_FUNCTIONS'];

/** The tag and every empty stand-in beside it, so that one run of the minifier names them all. */
export const everyPart = (folder) => ({
  name: 'every-part',
  resolveId: (id) => (id === 'parts' ? ALL : null),
  load: (id) => {
    if (id !== ALL) return null;
    const standIns = ['core/without', 'tag/without'].flatMap((room) =>
      readdirSync(`${folder}/${room}`)
        .filter((name) => name.endsWith('.js'))
        .sort()
        .map((name) => `${room}/${name}`),
    );
    const files = ['tag/entry.js', ...standIns];
    return files.map((name) => `import ${JSON.stringify(`${folder}/${name}`)};`).join('\n');
  },
});

/**
 * Notes which module a declaration is of, before the minifier names it anew, and cuts what that has made of it.
 *
 * @param nameCache of the minifier, which tells the new names
 * @param version of this package
 */
export const cut = (nameCache, version) => {
  /** By the name in the bundle: its module, and its name there. */
  const owners = new Map();
  const note = {
    name: 'note-parts',
    renderChunk(code, { modules }) {
      for (const [id, { code: text }] of Object.entries(modules)) {
        const module = /esm\/(.*)\.js$/.exec(id)?.[1];
        for (const name of text ? declared(this.parse(text)) : [])
          owners.set(name, [module, name.replace(/\$\d+$/, '')]);
      }
      return { code: `let ${GIVEN.map((name) => `${name}=0`)};\n${code}`, map: null };
    },
  };
  const emit = {
    name: 'emit-parts',
    async generateBundle(_, bundle) {
      const [chunk] = Object.values(bundle);
      const short = (name) => nameCache.vars.props[`$${name}`] ?? name;
      const known = new Map([...owners].map(([name, owner]) => [short(name), owner]));
      const cut = partsOf(chunk.code, this.parse(chunk.code), known, GIVEN.map(short));
      const names = new Set(cut.pieces.map(({ name }) => name));
      const refsOf = (code) => [...referred(this.parse(`(${code})`), names)];
      chunk.code = JSON.stringify({ version, ...cut, pieces: await fold(cut.pieces, refsOf) });
    },
  };
  return [note, emit];
};

/** The names that stand at the top of a module. */
const declared = ({ body }) =>
  body.flatMap((statement) => {
    const { declarations = [], id } = statement.declaration ?? statement;
    return [...declarations.map((one) => one.id.name), ...(id ? [id.name] : [])];
  });

function partsOf(code, { body }, known, given) {
  const text = ({ start, end }) => code.slice(start, end);
  const declarators = body.flatMap(({ type, declarations = [] }) =>
    type === 'VariableDeclaration' ? declarations : [],
  );
  const names = new Set(declarators.map(({ id }) => id.name).filter((name) => !given.includes(name)));
  const home = ({ id }) => known.get(id.name) ?? [];
  const real = new Map(declarators.filter((one) => !isStandIn(home(one))).map((one) => [home(one)[1], one.id.name]));
  const pieces = declarators
    .filter(({ id }) => !given.includes(id.name))
    .map(({ id, init }) => {
      const [module, own] = known.get(id.name) ?? [];
      if (!module) throw new Error(`nobody declares ${id.name}, which the minifier has made`);
      const piece = { module, of: own, name: id.name, code: text(init), refs: [...referred(init, names)] };
      if (!isStandIn([module])) return piece;
      return { ...piece, feature: module.replace(WITHOUT, ''), ...(real.has(own) && { replaces: real.get(own) }) };
    });
  const rest = body.filter(({ type }) => type !== 'VariableDeclaration');
  const main = rest.map(text).join('');
  // A table of the tag may hold a stand-in, which refers to nothing of the tag before it is called.
  pieces.sort((a, b) => Number(!a.feature) - Number(!b.feature));
  return { given, pieces, main, refs: [...new Set(rest.flatMap((one) => [...referred(one, names)]))] };
}

const isStandIn = ([module]) => WITHOUT.test(module ?? '');

/** The names of the top that a piece of code refers to, where nothing of its own has that name. */
function referred(node, names) {
  const found = new Set();
  const visit = (one, hidden) => {
    if (!one || typeof one !== 'object') return;
    if (Array.isArray(one)) {
      for (const child of one) visit(child, hidden);
      return;
    }
    if (one.type === 'Identifier') {
      if (names.has(one.name) && !hidden.has(one.name)) found.add(one.name);
      return;
    }
    const own = /Function|^BlockStatement$|^For|^CatchClause$|^SwitchStatement$/.test(one.type ?? '')
      ? new Set([...hidden, ...bound(one)])
      : hidden;
    for (const [key, child] of Object.entries(one)) {
      const isName = (key === 'property' || key === 'key') && !one.computed;
      // `{a}` is `{a: a}`: its value is looked at.
      if (!isName) visit(child, own);
    }
  };
  visit(node, new Set());
  return found;
}

/** The names that a scope binds: parameters, what it catches, and what is declared right in it. */
function bound(scope) {
  const names = [];
  const pattern = (one) => {
    if (!one) return;
    if (one.type === 'Identifier') names.push(one.name);
    else if (one.type === 'Property') pattern(one.value);
    else for (const part of [one.left, one.argument, ...(one.elements ?? one.properties ?? [])]) pattern(part);
  };
  const declare = (one) => {
    if (one?.type === 'VariableDeclaration') for (const { id } of one.declarations) pattern(id);
    if (/^(Function|Class)Declaration$/.test(one?.type)) pattern(one.id);
  };
  for (const one of scope.params ?? []) pattern(one);
  for (const one of [scope.param, scope.type.endsWith('Expression') ? scope.id : null]) pattern(one);
  for (const one of [scope.init, scope.left, ...(Array.isArray(scope.body) ? scope.body : [])]) declare(one);
  for (const one of scope.cases ?? []) one.consequent.forEach(declare);
  return names;
}
