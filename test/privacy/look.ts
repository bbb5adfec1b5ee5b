import { type Agent, request } from 'node:http';
import type { Sample } from './advantage.ts';

/** What came back, and how long it took. */
export interface Seen {
  readonly status: number;
  /** Status, names of headers and lengths: all that is left of an answer that travels encrypted. */
  readonly shape: string;
  readonly body: string;
  readonly tookMs: number;
}

export interface Sent {
  readonly agent: Agent;
  readonly port: number;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks once, over one connection. */
export function see({ body, headers, ...to }: Sent): Promise<Seen> {
  const content =
    body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const sentAt = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request({ ...to, headers: { ...content, ...headers } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const tookMs = performance.now() - sentAt;
        const text = Buffer.concat(parts).toString();
        // What is left of a limit goes by how much was asked, about whomever.
        const sizes = Object.entries(answer.headers)
          .filter(([name]) => !name.startsWith('x-ratelimit-'))
          .map(([name, value]) => `${name}:${String(value).length}`);
        const status = answer.statusCode ?? 0;
        const shape = `${status} ${Buffer.byteLength(text)} ${sizes.toSorted().join(' ')}`;
        resolve({ status, shape, body: text, tookMs });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Asks about everybody in turn, in another order each time. */
export async function look(
  people: { readonly defenders: readonly string[]; readonly others: readonly string[] },
  times: number,
  asked: (account: string) => Promise<Seen>,
): Promise<Sample<Seen>[]> {
  const { defenders, others } = people;
  const all = [...defenders.keys()].flatMap((n) => [
    { account: defenders[n] ?? '', isDefender: true },
    { account: others[n] ?? '', isDefender: false },
  ]);
  const samples = new Map<string, Sample<Seen>[]>(all.map(({ account }) => [account, []]));
  for (let turn = 0; turn < times; turn += 1) {
    const order = all
      .map((one) => ({ one, place: Math.random() }))
      .toSorted((a, b) => a.place - b.place);
    for (const { one } of order) {
      samples.get(one.account)?.push({ ...one, view: await asked(one.account) });
    }
  }
  return [...samples.values()].flat();
}

export function seenAs<View>(samples: readonly Sample<Seen>[], viewOf: (seen: Seen) => View) {
  return samples.map((one): Sample<View> => ({ ...one, view: viewOf(one.view) }));
}

/** The least time of each account: who asks often gets rid of the noise, which only adds. */
export function leastTimes(samples: readonly Sample<Seen>[], plantedMs = 0): Sample<number>[] {
  const accounts = [...new Set(samples.map(({ account }) => account))];
  return accounts.map((account) => {
    const own = samples.filter((one) => one.account === account);
    const isDefender = own[0]?.isDefender === true;
    const least = Math.min(...own.map(({ view }) => view.tookMs));
    return { account, isDefender, view: least + (isDefender ? plantedMs : 0) };
  });
}
