import { asActor, gatherCrew } from '../crew.ts';
import { privateFactsOf } from '../persons.ts';
import type { CrewShape } from '../shapes.ts';
import { expand } from '../texts/expand.ts';
import { TEXTS } from '../texts/text-pools.ts';
import type { CityEvent } from '../truth.ts';
import { mediaOf, pictureHash } from './pictures.ts';
import { eventId, eventOf, handleOf, type Stage } from './scenario.ts';

export interface DisclosureShape extends CrewShape {
  /** Posts over which one disclosure is spread. */
  readonly parts: number;
  /** How the facts are written. */
  readonly writing: 'plain' | 'spaced' | 'words';
  /** The facts are in a picture, the post says little. */
  readonly inPicture: boolean;
  readonly durationMs: number;
}

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Somebody gives away where the defender lives: at once, in parts, in words or in a picture. */
export function disclose(stage: Stage, shape: DisclosureShape): CityEvent[] {
  const { random, startsAt } = stage;
  const authors = gatherCrew(stage, shape, startsAt);
  return authors.flatMap((author, i) => {
    const begins = startsAt + (shape.durationMs * i) / authors.length;
    const thread = eventId(random);
    const parts = partsOf(stage, shape);
    const given = partsThatGive(stage, shape, parts);
    return parts.map((part, index) => {
      const at = begins + index * 20_000 + random.int(9_000);
      const picture = {
        hash: pictureHash(random),
        provenance: 'absent',
        recognisedText: part,
      } as const;
      const text = shape.inPicture ? handleOf(stage.account) : part;
      return eventOf(stage, 'org.hrdshield.content.mentioned.v1', {
        at,
        truth: {
          role: 'attacker',
          hostile: true,
          ...(given.has(index) ? { harm: 'alone' as const } : {}),
        },
        data: {
          actor: asActor(author, random, { at, missingRatio: shape.missingRatio }),
          objectId: eventId(random),
          ...(index === 0 ? {} : { parentId: thread }),
          text,
          language: stage.language,
          ...(shape.inPicture ? { media: [mediaOf(random, picture, 0)] } : {}),
        },
      });
    });
  });
}

/** Parts with whose last word a fact is given away in full. */
function partsThatGive(
  stage: Stage,
  shape: DisclosureShape,
  parts: readonly string[],
): ReadonlySet<number> {
  const { address, phone } = privateFactsOf(stage.account);
  const facts = [address, phone].map((fact) => written(fact, shape.writing));
  const known = (upTo: number) => {
    const said = parts.slice(0, upTo).join(' ');
    return facts.filter((fact) => said.includes(fact)).length;
  };
  return new Set(parts.flatMap((_, i) => (known(i + 1) > known(i) ? [i] : [])));
}

/** The wording, cut at spaces into as many pieces as there are parts. */
function partsOf(stage: Stage, shape: DisclosureShape): string[] {
  const facts = privateFactsOf(stage.account);
  const frame = stage.random.pick(TEXTS[stage.language].disclosure);
  const text = expand(frame, stage.random, handleOf(stage.account))
    .replace('%address%', written(facts.address, shape.writing))
    .replace('%phone%', written(facts.phone, shape.writing));
  const words = text.split(' ');
  const each = Math.ceil(words.length / shape.parts);
  return Array.from({ length: shape.parts }, (_, i) =>
    words.slice(i * each, (i + 1) * each).join(' '),
  ).filter((part) => part !== '');
}

function written(fact: string, writing: DisclosureShape['writing']): string {
  if (writing === 'plain') return fact;
  if (writing === 'spaced') return fact.replace(/\d/g, (digit) => `${digit} `).trim();
  return fact.replace(/\d/g, (digit) => `${DIGITS[Number(digit)] ?? ''} `).trim();
}
