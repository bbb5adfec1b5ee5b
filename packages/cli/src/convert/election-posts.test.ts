import { validateEvents } from '@hrd-shield/emitter';
import { readDesignations } from '@hrd-shield/registry';
import { describe, expect, it } from 'vitest';
import { convertElectionPosts } from './election-posts.ts';

const HEADER = 'account_id,post_id,url_id,hashtag_id,domain_id,phash_id,timestamp';
const ROWS = [
  'fb_2,p2,u9,,d7,,1629589051.0',
  'fb_1,p1,u1,h1,d7,m1,1629589050.0',
  'fb_1,p1,u2,h1,d8,m1,1629589050.0',
  'fb_3,p3,,,,,1629589052.0',
  'fb_4,,,,,,1629589053.0',
];
const OPTIONS = {
  defenders: 1,
  allowedMeasures: ['limit-replies'],
  expiresAt: '2027-01-01T00:00:00Z',
};

async function* linesOf(lines: readonly string[]) {
  yield* lines;
}

describe('convertElectionPosts', () => {
  it('makes one event for the author and one for the owner of each shared domain, in time order', async () => {
    const { affectedEvents, events, posts } = await convertElectionPosts(
      linesOf([HEADER, ...ROWS]),
      OPTIONS,
    );
    const seen: string[] = [];
    for await (const judged of validateEvents(events)) {
      if (!judged.ok) expect.fail(`${judged.line}: ${judged.reason}`);
      else seen.push(`${judged.event.type.split('.')[3]} ${judged.event.data.affected}`);
    }
    expect(seen).toEqual([
      'posted fb_1',
      'mentioned owner-d7',
      'mentioned owner-d8',
      'posted fb_2',
      'mentioned owner-d7',
      'posted fb_3',
    ]);
    expect({ posts, affectedEvents }).toEqual({ posts: 3, affectedEvents: 2 });
  });

  it('designates the owners of the most-shared domains in a file that the registry reads', async () => {
    const { designations } = await convertElectionPosts(linesOf([HEADER, ...ROWS]), OPTIONS);
    const entries = readDesignations(designations.join('\n'));
    expect(entries.map(({ entry }) => entry.account)).toEqual(['owner-d7']);
  });

  it('names the line that does not fit', async () => {
    const broken = convertElectionPosts(linesOf([HEADER, 'a,b,c']), OPTIONS);
    await expect(broken).rejects.toThrow('line 2');
    await expect(convertElectionPosts(linesOf(['x']), OPTIONS)).rejects.toThrow('line 1');
  });
});
