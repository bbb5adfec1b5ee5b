const REGEX_MAY_FOLLOW = /(?:^|[(=,:[!&|?{};\n+]|=>|\breturn|\bcase)\s*$/;

type Token = 'line' | 'block' | 'string' | 'regex' | 'code';

/**
 * Blanks comments and keeps every line where it was, so that a rule about code does not read prose.
 * @param source TypeScript text
 * @returns text of the same length and lines
 */
export function stripComments(source: string): string {
  let out = '';
  let at = 0;
  while (at < source.length) {
    const kind = tokenAt(source, at, out);
    const end = endOf(kind, source, at);
    const text = source.slice(at, end);
    out += kind === 'line' || kind === 'block' ? text.replace(/[^\n]/g, ' ') : text;
    at = end;
  }
  return out;
}

function tokenAt(source: string, at: number, before: string): Token {
  const pair = source.slice(at, at + 2);
  if (pair === '//') return 'line';
  if (pair === '/*') return 'block';
  const char = source.charAt(at);
  if (char === "'" || char === '"' || char === '`') return 'string';
  if (char === '/' && REGEX_MAY_FOLLOW.test(before.slice(-20))) return 'regex';
  return 'code';
}

function endOf(kind: Token, source: string, at: number): number {
  switch (kind) {
    case 'code':
      return at + 1;
    case 'line':
      return orEnd(source.indexOf('\n', at), source);
    case 'block':
      return orEnd(source.indexOf('*/', at + 2), source, 2);
    case 'string':
      return closing(source, at, source.charAt(at));
    case 'regex':
      return closing(source, at, '/');
  }
}

function closing(source: string, from: number, quote: string): number {
  let inClass = false;
  for (let at = from + 1; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (char === '\\') at += 1;
    else if (quote === '/' && char === '[') inClass = true;
    else if (quote === '/' && char === ']') inClass = false;
    else if (char === quote && !inClass) return at + 1;
    else if (char === '\n' && quote !== '`') return at;
  }
  return source.length;
}

function orEnd(index: number, source: string, width = 0): number {
  return index < 0 ? source.length : index + width;
}
