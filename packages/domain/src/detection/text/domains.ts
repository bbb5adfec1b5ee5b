import { canonicalise } from './canonical-text.ts';

/** Second labels under which countries register names. A short own list; a suffix more is harmless. */
const SECOND_LEVEL: ReadonlySet<string> = new Set(
  'co com org net gov edu ac gob gouv or ne go'.split(' '),
);
const URL_CHARS_MAX = 2048;
const HOST = /^(?:[a-z][a-z0-9+.-]{0,15}:)?(?:\/\/)?(?:[^/?#@]{0,256}@)?([^/?#:]{1,253})/i;

/** Where a link leads, as far as its text tells. */
export interface LinkTarget {
  /** The part that somebody registered, such as `example.co.uk`. */
  readonly domain: string;
  /** Its first label without look-alike letters. */
  readonly label: string;
  /** Labels before it: `login.bank` of `login.bank.example.org`. */
  readonly before: string;
  /** Written in another script behind `xn--`, or with a mix of scripts. */
  readonly disguised: boolean;
  /** Ending of the file, such as `apk`; empty when there is none. */
  readonly ending: string;
}

/** Reads a link; undefined when it has no host with a dot. Reads at most 2,048 characters. */
export function linkTarget(link: string): LinkTarget | undefined {
  const url = link.slice(0, URL_CHARS_MAX).trim();
  const host = HOST.exec(url)?.[1]?.toLowerCase().replace(/\.$/, '');
  if (host === undefined || !host.includes('.')) return undefined;
  const labels = host.split('.');
  const last = labels.length - 1;
  const isDouble =
    labels.length > 2 && labels[last]?.length === 2 && SECOND_LEVEL.has(labels[last - 1] ?? '');
  const from = Math.max(0, labels.length - (isDouble ? 3 : 2));
  const label = labels[from] ?? '';
  const plain = canonicalise(label).text.replaceAll(' ', '');
  return {
    domain: labels.slice(from).join('.'),
    label: plain,
    before: labels.slice(0, from).join('.'),
    disguised: labels.some((part) => part.startsWith('xn--')) || /[^\p{ASCII}]/u.test(label),
    ending: /\.([a-z0-9]{2,12})$/i.exec(pathOf(url))?.[1]?.toLowerCase() ?? '',
  };
}

function pathOf(url: string): string {
  const after = url.indexOf('/', url.indexOf('//') + 2);
  return after < 0 ? '' : (url.slice(after).split(/[?#]/)[0] ?? '');
}
