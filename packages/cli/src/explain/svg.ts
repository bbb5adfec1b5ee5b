import type { Messages } from '@hrd-shield/domain/explanation';

/** A picture with what a reader who cannot see it needs. */
export interface Picture {
  /** Name of the file without its ending. */
  readonly name: string;
  readonly svg: string;
  readonly title: string;
  readonly description: string;
  /** The same in lines of text. */
  readonly text: readonly string[];
}

/** Colours with a contrast of at least 4.5 to white; shapes and words say the same. */
export const INK = {
  text: '#1b1f23',
  quiet: '#59626b',
  grid: '#dfe3e7',
  line: '#0b6e66',
  bar: '#b9dcd7',
  alert: '#a8480f',
} as const;

type Attributes = Readonly<Record<string, string | number>>;

/** One element. Numbers are rounded, so that the same input gives the same bytes everywhere. */
export function element(name: string, attributes: Attributes, inner = ''): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeMarkup(shown(value))}"`)
    .join('');
  return inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`;
}

/** Text in the ink of texts; markup in it is escaped. */
export function label(text: string, attributes: Attributes): string {
  return element('text', { fill: INK.text, ...attributes }, escapeMarkup(text));
}

/** A tip that a reader gets on pointing at a mark. */
export function tip(text: string): string {
  return element('title', {}, escapeMarkup(text));
}

/** The whole drawing, with its title and description as a screen reader tells them. */
export function drawing(
  about: { readonly title: string; readonly description: string; readonly messages: Messages },
  size: { readonly width: number; readonly height: number },
  marks: readonly string[],
): string {
  const { title, description, messages } = about;
  const { width, height } = size;
  const open = {
    xmlns: 'http://www.w3.org/2000/svg',
    role: 'img',
    'aria-labelledby': 'title desc',
    lang: messages.language,
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    'font-family': 'system-ui, sans-serif',
    'font-size': 12,
  };
  const inner = [
    element('title', { id: 'title' }, escapeMarkup(title)),
    element('desc', { id: 'desc' }, escapeMarkup(description)),
    element('rect', { width, height, fill: '#ffffff' }),
    ...marks,
  ];
  return `${element('svg', open, `\n${inner.join('\n')}\n`)}\n`;
}

function shown(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;
}

function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
