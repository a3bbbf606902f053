/** Tells whether a text fits a pattern. */
export type Matcher = (text: string) => boolean;

/** Longer patterns are refused by the configuration's schema. */
export const MAX_PATTERN_LENGTH = 200;

const MAX_ALTERNATIVES = 64;

type Token = { kind: 'char'; char: string } | { kind: 'one' | 'star' | 'globstar' };

/**
 * Compiles a glob: `*` stands for anything but `/`, `**` with its slash also for nothing, `?` for one character,
 * `{a,b}` for either. Matching is linear in the text, whatever the pattern: patterns come from repositories, and a
 * regular expression made of one could be built to run for hours.
 */
export function compilePattern(pattern: string): Matcher {
  const alternatives = expandBraces(pattern).map(tokenize);
  return function matches(text: string): boolean {
    return alternatives.some((tokens) => run(tokens, text));
  };
}

/** Compiles several patterns to one matcher that is true where any of them fits. */
export function compilePatterns(patterns: readonly string[]): Matcher {
  const matchers = patterns.map(compilePattern);
  return function matchesAny(text: string): boolean {
    return matchers.some((matches) => matches(text));
  };
}

function expandBraces(pattern: string): string[] {
  let expanded = [''];
  let rest = pattern;
  for (;;) {
    const found = /^([^{]*)\{([^{}]*)\}/.exec(rest);
    if (!found) return expanded.map((head) => head + rest);
    const options = (found[2] ?? '').split(',');
    expanded = expanded.flatMap((head) => options.map((option) => head + (found[1] ?? '') + option));
    expanded = expanded.slice(0, MAX_ALTERNATIVES);
    rest = rest.slice(found[0].length);
  }
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '?') tokens.push({ kind: 'one' });
    else if (char !== '*') tokens.push({ kind: 'char', char });
    else if (pattern.charAt(at + 1) !== '*') tokens.push({ kind: 'star' });
    else {
      tokens.push({ kind: 'globstar' });
      at++;
    }
  }
  return tokens;
}

// All positions in the pattern at which the text read so far can stand, moved on one character at a time.
function run(tokens: readonly Token[], text: string): boolean {
  let states = reach(tokens, new Set([0]), true);
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (token?.kind === 'globstar' || (token?.kind === 'star' && char !== '/')) next.add(state);
      else if (token?.kind === 'one' ? char !== '/' : token?.kind === 'char' && token.char === char)
        next.add(state + 1);
    }
    if (next.size === 0) return false;
    states = reach(tokens, next, char === '/');
  }
  return states.has(tokens.length);
}

// What can be stepped over without reading: a star, and the slash behind a `**` at the start of a segment.
function reach(tokens: readonly Token[], states: Set<number>, atSegmentStart: boolean): Set<number> {
  for (const state of states) {
    const token = tokens[state];
    if (token?.kind !== 'star' && token?.kind !== 'globstar') continue;
    states.add(state + 1);
    const slash = tokens[state + 1];
    if (token.kind === 'globstar' && atSegmentStart && slash?.kind === 'char' && slash.char === '/')
      states.add(state + 2);
  }
  return states;
}
