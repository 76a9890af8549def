/**
 * Reads a pattern of digits, as numbering metadata writes them, into a machine
 * that is fed one digit at a time. With it one can ask what no regular
 * expression answers: which numbers may still follow a prefix.
 *
 * It knows what the metadata uses: digits, `\d`, `[2-9]`, groups, `|`, `?`,
 * `{n}`, `{n,m}`; anything else is an error.
 */

const ANY_DIGIT = 0b11_1111_1111;

/** One pattern as a deterministic machine. State 0 is dead; the machine is built as far as it is used. */
export class DigitMachine {
  /** Edges of the underlying nondeterministic machine: `{ digits, to }`, or `{ to }` for a free step. */
  #edges = [];
  #final;
  #isPrefix;
  #states = [new Set()];
  #idByKey = new Map([["", 0]]);
  #next = [new Int32Array(10)];

  /**
   * @param {string} pattern
   * @param {{ isPrefix?: boolean }} [options] `isPrefix`: what follows the pattern does not matter.
   */
  constructor(pattern, { isPrefix = false } = {}) {
    this.#isPrefix = isPrefix;
    const start = this.#newNode();
    this.#final = this.#newNode();
    this.#connect(parse(pattern), start, this.#final);
    this.start = this.#idOf(new Set([start]));
  }

  /** The state after one more digit. */
  step(state, digit) {
    const known = this.#next[state][digit];
    if (known >= 0) return known;
    const reached = new Set();
    for (const node of this.#states[state]) {
      if (this.#isPrefix && node === this.#final) reached.add(node);
      for (const { digits = 0, to } of this.#edges[node]) if (digits & (1 << digit)) reached.add(to);
    }
    const id = this.#idOf(reached);
    this.#next[state][digit] = id;
    return id;
  }

  /** Tells if the digits so far fit. */
  accepts(state) {
    return this.#states[state].has(this.#final);
  }

  #newNode() {
    return this.#edges.push([]) - 1;
  }

  #idOf(nodes) {
    const closed = this.#closure(nodes);
    const key = [...closed].sort((a, b) => a - b).join();
    let id = this.#idByKey.get(key);
    if (id === undefined) {
      id = this.#states.push(closed) - 1;
      this.#idByKey.set(key, id);
      this.#next.push(new Int32Array(10).fill(-1));
    }
    return id;
  }

  #closure(nodes) {
    const closed = new Set(nodes);
    for (const node of closed) for (const { digits, to } of this.#edges[node]) if (!digits) closed.add(to);
    return closed;
  }

  /** Lays the machine of a syntax tree between two nodes. */
  #connect(tree, from, to) {
    switch (tree.kind) {
      case "digits":
        this.#edges[from].push({ digits: tree.digits, to });
        return;
      case "choice":
        for (const option of tree.options) this.#connect(option, from, to);
        return;
      case "sequence": {
        let at = from;
        for (const part of tree.parts) {
          const next = this.#newNode();
          this.#connect(part, at, next);
          at = next;
        }
        this.#edges[at].push({ to });
        return;
      }
      case "repeat": {
        let at = from;
        for (let count = 0; count < tree.most; count++) {
          if (count >= tree.least) this.#edges[at].push({ to });
          const next = this.#newNode();
          this.#connect(tree.part, at, next);
          at = next;
        }
        this.#edges[at].push({ to });
        return;
      }
    }
  }
}

function parse(pattern) {
  let at = 0;
  const fail = () => {
    throw new Error(`The pattern ${pattern} is written in a way that is not known here, at ${at}.`);
  };
  const take = (text) => {
    const isThere = pattern.startsWith(text, at);
    if (isThere) at += text.length;
    return isThere;
  };

  const choice = () => {
    const options = [sequence()];
    while (take("|")) options.push(sequence());
    return options.length === 1 ? options[0] : { kind: "choice", options };
  };
  const sequence = () => {
    const parts = [];
    while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== ")") parts.push(repeated(atom()));
    return { kind: "sequence", parts };
  };
  const atom = () => {
    if (take("(?:") || take("(")) {
      const inner = choice();
      if (!take(")")) fail();
      return inner;
    }
    if (take("\\d")) return { kind: "digits", digits: ANY_DIGIT };
    if (take("[")) return { kind: "digits", digits: digitClass() };
    if (!/\d/.test(pattern[at])) fail();
    return { kind: "digits", digits: 1 << Number(pattern[at++]) };
  };
  const digitClass = () => {
    const [all, inner] = /^([\d-]+)\]/.exec(pattern.slice(at)) ?? fail();
    at += all.length;
    let digits = 0;
    for (const [, first, last = first] of inner.matchAll(/(\d)(?:-(\d))?/g))
      for (let digit = Number(first); digit <= Number(last); digit++) digits |= 1 << digit;
    return digits;
  };
  const repeated = (part) => {
    if (take("?")) return { kind: "repeat", part, least: 0, most: 1 };
    const count = /^\{(\d+)(?:,(\d+))?\}/.exec(pattern.slice(at));
    if (!count) return part;
    at += count[0].length;
    return { kind: "repeat", part, least: Number(count[1]), most: Number(count[2] ?? count[1]) };
  };

  const tree = choice();
  if (at !== pattern.length) fail();
  return tree;
}
