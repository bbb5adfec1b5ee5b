import { parsePlatformEvent, parseStreamEvent } from '@hrd-shield/contracts';
import { describe, expect, it } from 'vitest';
import { createEpisode, createPeople, type Episode } from '../episode.ts';
import { LANGUAGES } from '../population.ts';
import { DIFFICULTIES } from '../presets.ts';
import { createRandom } from '../random.ts';
import { grams, jaccard } from '../texts/text-source.ts';
import { CATALOGUE, CATALOGUE_IDS } from './catalogue.ts';
import type { CatalogueEntry } from './define-scenario.ts';
import { drawShape } from './draw-shape.ts';
import { drawMix, MIXES } from './mixes.ts';

const START = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;
const PEOPLE = createPeople('test', START, 1_500);
const ENTRIES: readonly CatalogueEntry[] = [...Object.values(CATALOGUE), ...Object.values(MIXES)];

function episode(
  entry: CatalogueEntry,
  seed = 1,
  difficulty: 'easy' | 'medium' | 'evasive' = 'medium',
): Episode {
  return createEpisode({
    seed,
    startAt: START,
    language: LANGUAGES[seed % LANGUAGES.length] ?? 'en',
    scenario: { entry, difficulty },
    historyMs: DAY_MS / 4,
    ratePerHour: 0.5,
    population: PEOPLE,
  });
}

function asCloudEvent(event: { id: string; at: number; type: string; data: unknown }) {
  const time = new Date(event.at).toISOString();
  return {
    specversion: '1.0',
    id: event.id,
    source: '/w',
    type: event.type,
    time,
    data: event.data,
  } as const;
}

const hostileTexts = (played: Episode): string[] =>
  played.events
    .filter((event) => event.truth.hostile && event.truth.campaign !== undefined)
    .map((event) => String(event.data.text ?? ''));

describe('the catalogue', () => {
  it('has all 26 attacks and 25 look-alikes under their numbers', () => {
    const numbered = (letter: string, count: number): string[] =>
      Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`);
    expect(CATALOGUE_IDS).toEqual([...numbered('A', 26), ...numbered('B', 25)]);
    for (const id of CATALOGUE_IDS) {
      expect(CATALOGUE[id].id).toBe(id);
      expect(CATALOGUE[id].kind).toBe(id.startsWith('A') ? 'attack' : 'look-alike');
    }
  });

  it('keeps every preset within the ranges of its kind', () => {
    for (const entry of ENTRIES) {
      for (const difficulty of DIFFICULTIES) {
        for (const [name, { min, max }] of Object.entries(entry.ranges)) {
          const value = entry.presets[difficulty][name];
          expect(value, `${entry.id} ${difficulty} ${name}`).toBeGreaterThanOrEqual(min);
          expect(value, `${entry.id} ${difficulty} ${name}`).toBeLessThanOrEqual(max);
        }
      }
    }
  });

  it('draws parameters within the ranges, whatever the seed', () => {
    const random = createRandom('draws');
    for (const entry of ENTRIES) {
      for (let i = 0; i < 30; i++) {
        const difficulty = random.pick(DIFFICULTIES);
        const shape = drawShape(entry, { difficulty, random });
        for (const [name, { min, max }] of Object.entries(entry.ranges)) {
          expect(shape[name], `${entry.id} ${name}`).toBeGreaterThanOrEqual(min);
          expect(shape[name], `${entry.id} ${name}`).toBeLessThanOrEqual(max);
        }
      }
    }
  });
});

describe.each(ENTRIES.map((entry) => [entry.id, entry] as const))('%s', (_, entry) => {
  const kept = new Map<string, Episode>();
  const of = (difficulty: (typeof DIFFICULTIES)[number]): Episode => {
    const one =
      kept.get(difficulty) ?? episode(entry, 1 + DIFFICULTIES.indexOf(difficulty), difficulty);
    kept.set(difficulty, one);
    return one;
  };

  it('plays the same for the same seed and otherwise for another', () => {
    const first = JSON.stringify(of('medium'));
    expect(JSON.stringify(episode(entry, 2, 'medium')) === first).toBe(true);
    expect(first.includes(JSON.stringify(of('evasive').events.slice(0, 3)))).toBe(false);
  });

  it.each(DIFFICULTIES)('makes events that the contracts accept, in order, %s', (difficulty) => {
    const { account, events, others, streams } = of(difficulty);
    const ids = new Set<string>();
    let last = 0;
    for (const event of events) {
      const parsed = parsePlatformEvent(asCloudEvent(event));
      if (!parsed.ok) expect.fail(`${event.type}: ${parsed.reason}`);
      if (event.key !== account && !others.includes(event.key)) expect.fail('an unknown account');
      if (event.key !== event.data.affected || event.at < last) expect.fail('a wrong key or order');
      // Nothing is lost in parsing: every field that is made is a field of the contract.
      if (Object.keys(parsed.event.data).length !== Object.keys(event.data).length) {
        expect.fail(`${event.type} has fields that no contract knows`);
      }
      last = event.at;
      ids.add(event.id);
    }
    for (const event of streams) {
      const parsed = parseStreamEvent(asCloudEvent(event));
      if (!parsed.ok) expect.fail(`${event.type}: ${parsed.reason}`);
      ids.add(event.id);
    }
    expect(ids.size).toBe(events.length + streams.length);
  });

  it('has a truth that its events bear out, and that no event tells', () => {
    const { events, streams, truth } = of('medium');
    const played = [...events, ...streams].filter((event) => event.truth.campaign !== undefined);
    const harm = events.filter(
      (event) => event.truth.campaign !== undefined && event.truth.hostile,
    );
    expect(truth?.hostileEvents).toBe(harm.length);
    expect(truth?.firstHostileAt).toBe(entry.kind === 'attack' ? harm[0]?.at : undefined);
    const attackers = played.filter((event) => event.truth.role === 'attacker');
    const named = truth?.actors.filter(({ role }) => role === 'attacker') ?? [];
    if (entry.kind === 'attack') {
      expect(played.some((event) => event.truth.hostile)).toBe(true);
    } else {
      expect(attackers).toEqual([]);
      expect(harm.length).toBeLessThanOrEqual(0.15 * played.length);
    }
    const seen = new Set(
      attackers.map((event) => (event.data.actor as { account: string } | undefined)?.account),
    );
    for (const { account } of named) expect(seen.has(account)).toBe(true);
    for (const event of played) {
      if (/truth|"role"|attacker|hostile":|episode-/.test(JSON.stringify(event.data))) {
        if (!JSON.stringify(event.data).includes('"label":"hostile"')) expect.fail(event.type);
      }
    }
  });
});

describe('the words of attacks', () => {
  it('differ between slot texts by a Jaccard index of 0.4 to 0.8 in the middle', () => {
    const texts = hostileTexts(episode(CATALOGUE.A04, 9)).map(grams);
    const pairs = texts.slice(1).map((text, i) => jaccard(text, texts[i] ?? new Set()));
    const median = pairs.sort((a, b) => a - b)[pairs.length >> 1] ?? 0;
    expect(median).toBeGreaterThan(0.4);
    expect(median).toBeLessThan(0.8);
  });

  it('seldom agree by more than one half where they are paraphrased', () => {
    const texts = hostileTexts(episode(CATALOGUE.A05, 9, 'evasive')).map(grams);
    let close = 0;
    let pairs = 0;
    texts.forEach((text, i) => {
      for (const other of texts.slice(i + 1)) {
        pairs++;
        if (jaccard(text, other) > 0.5) close++;
      }
    });
    expect(close / pairs).toBeLessThan(0.05);
  });

  it('come in four languages where the crew switches between four', () => {
    const { events } = episode(CATALOGUE.A12, 9, 'evasive');
    const spoken = events.filter((event) => event.truth.role === 'attacker');
    expect(new Set(spoken.map((event) => event.data.language)).size).toBe(4);
  });
});

describe('drawMix', () => {
  it('joins two or three attacks that begin one after another', () => {
    const random = createRandom('mixes');
    for (let i = 0; i < 20; i++) {
      const parts = drawMix(random).id.split('+');
      expect([2, 3]).toContain(new Set(parts).size);
      expect(parts.every((id) => /^A\d\d$/.test(id))).toBe(true);
    }
  });
});
