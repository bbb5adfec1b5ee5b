import { createHash } from 'node:crypto';
import { ShieldError } from '@hrd-shield/contracts';

/** One line of the data set: a post, and one of the things it shares. */
interface Row {
  readonly account: string;
  readonly post: string;
  readonly url: string;
  readonly hashtag: string;
  readonly domain: string;
  readonly media: string;
  /** Epoch ms. */
  readonly at: number;
}

interface Post {
  readonly account: string;
  readonly post: string;
  readonly at: number;
  readonly urls: Map<string, string>;
  readonly media: Set<string>;
}

/** Structured events and designations, a line each. */
export interface Converted {
  readonly events: readonly string[];
  readonly designations: readonly string[];
  readonly posts: number;
  readonly affectedEvents: number;
}

export interface ConvertOptions {
  /** Owners of the most-shared domains that count as designated. */
  readonly defenders: number;
  /** Names of measures that they consent to. */
  readonly allowedMeasures: readonly string[];
  /** End of the designations, RFC 3339. */
  readonly expiresAt: string;
}

const HEADER = 'account_id,post_id,url_id,hashtag_id,domain_id,phash_id,timestamp';
const COLUMNS = HEADER.split(',').length;
/** Lines of one data set. */
const ROWS_MAX = 5_000_000;
const SOURCE = '/data-set/german-elections';
const LINKS_MAX = 16;
const MEDIA_MAX = 8;

/**
 * Turns the posts of a national election into platform events. The data set names neither texts
 * nor whom a post is about; the owner of a shared domain stands in for the affected account, which
 * is an approximation: sharing a newspaper's article is an act towards that newspaper. Everything
 * else is a post that concerns its own author.
 *
 * @source MIT, nicolarighetti/CooRTweet, `german_elections`
 * @throws ShieldError `input.bad-file` naming the line
 */
export async function convertElectionPosts(
  lines: AsyncIterable<string>,
  options: ConvertOptions,
): Promise<Converted> {
  const { posts, sharesByDomain } = await readPosts(lines);
  const ranked = [...sharesByDomain].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const owners = new Set(ranked.slice(0, options.defenders).map(([domain]) => domain));
  const ordered = [...posts.values()].sort((a, b) => a.at - b.at || (a.post < b.post ? -1 : 1));
  const events: string[] = [];
  let affectedEvents = 0;
  for (const post of ordered) {
    events.push(eventLine(post, 'posted', post.account));
    const domains = new Set(post.urls.values());
    for (const domain of [...domains].sort()) {
      events.push(eventLine(post, 'mentioned', ownerOf(domain)));
      if (owners.has(domain)) affectedEvents += 1;
    }
  }
  return {
    events,
    designations: [...owners].map((domain) => designationLine(domain, options)),
    posts: posts.size,
    affectedEvents,
  };
}

async function readPosts(lines: AsyncIterable<string>): Promise<{
  readonly posts: ReadonlyMap<string, Post>;
  readonly sharesByDomain: ReadonlyMap<string, number>;
}> {
  const posts = new Map<string, Post>();
  const sharesByDomain = new Map<string, number>();
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (line === 1 && text !== HEADER) throw badFile(`line 1 is not "${HEADER}"`);
    if (line === 1 || text === '') continue;
    if (line > ROWS_MAX) throw badFile(`more than ${ROWS_MAX} lines`);
    const row = rowOf(text, line);
    // A few lines of the set name no post: there is nothing to make an event of.
    if (row.account === '' || row.post === '') continue;
    const key = `${row.account}/${row.post}`;
    const { account, at } = row;
    const fresh = { account, post: row.post, at, urls: new Map(), media: new Set<string>() };
    const post: Post = posts.get(key) ?? fresh;
    posts.set(key, post);
    if (row.media !== '') post.media.add(row.media);
    if (row.domain === '') continue;
    post.urls.set(row.url === '' ? `${row.domain}/` : `${row.domain}/${row.url}`, row.domain);
    sharesByDomain.set(row.domain, (sharesByDomain.get(row.domain) ?? 0) + 1);
  }
  return { posts, sharesByDomain };
}

function rowOf(text: string, line: number): Row {
  const [account, post, url, hashtag, domain, media, seconds, ...rest] = text.split(',');
  const at = Number(seconds) * 1_000;
  if (rest.length > 0 || media === undefined || !Number.isFinite(at)) {
    throw badFile(`line ${line} does not hold ${COLUMNS} columns with a time`);
  }
  return {
    account: account ?? '',
    post: post ?? '',
    url: url ?? '',
    hashtag: hashtag ?? '',
    domain: domain ?? '',
    media,
    at,
  };
}

function eventLine(post: Post, kind: 'posted' | 'mentioned', affected: string): string {
  const links = [...post.urls.keys()].slice(0, LINKS_MAX).map((path) => `https://d${path}`);
  const media = [...post.media].slice(0, MEDIA_MAX).map((id) => ({
    perceptualHash: createHash('sha256').update(id).digest('hex').slice(0, 16),
    kind: 'image',
  }));
  return JSON.stringify({
    specversion: '1.0',
    id: kind === 'posted' ? post.post : `${post.post}/${affected}`,
    source: `${SOURCE}/${post.account}`,
    type: `org.hrdshield.content.${kind}.v1`,
    time: new Date(post.at).toISOString(),
    partitionkey: affected,
    datacontenttype: 'application/json',
    data: {
      affected,
      actor: { account: post.account },
      objectId: post.post,
      ...(links.length === 0 ? {} : { links }),
      ...(media.length === 0 ? {} : { media }),
    },
  });
}

function designationLine(domain: string, options: ConvertOptions): string {
  return JSON.stringify({
    account: ownerOf(domain),
    allowedMeasures: options.allowedMeasures,
    dataClasses: ['public-content'],
    language: 'de',
    expiresAt: options.expiresAt,
    reviewers: [`r_${'A'.repeat(22)}`, `r_${'B'.repeat(22)}`],
  });
}

/** The account of whoever owns a domain. */
function ownerOf(domain: string): string {
  return `owner-${domain}`;
}

function badFile(detail: string): ShieldError {
  return new ShieldError('input.bad-file', { detail: `the data set: ${detail}` });
}
