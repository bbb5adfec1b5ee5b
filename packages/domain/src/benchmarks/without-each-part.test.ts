import { expect, test } from 'vitest';
import { clusteredRatio } from './clustered-ratio.ts';
import { incidenceBy } from './cumulative-incidence.ts';
import { kaplanMeier } from './kaplan-meier.ts';
import { type PartedCase, withoutEachPart } from './without-each-part.ts';

type End = 'restored' | 'refused';
const at = (
  time: number,
  end: End | undefined,
  part: number | undefined,
  weight = 1,
): PartedCase<End> => ({ time, end, part, weight });

const CASES = [
  at(5, 'restored', 3, 2),
  at(1, 'restored', 7),
  at(2, undefined, 3),
  at(3, 'refused', undefined, 4),
  at(3, 'restored', 7, 3),
  at(8, undefined, 9, 2),
  at(9, 'refused', 9),
];

test('curves without each part are, to the last digit, those of everybody else', () => {
  for (const time of [0, 1, 3, 6, 9]) {
    const found = withoutEachPart(CASES, 'restored', time);
    expect(found).toHaveLength(3);
    for (const [place, part] of [3, 7, 9].entries()) {
      const rest = CASES.filter((each) => each.part !== part);
      const curve = kaplanMeier(
        rest.map((each) => ({ ...each, observed: each.end !== undefined })),
      );
      expect(found[place]).toEqual({
        open: curve.steps.findLast((step) => step.time <= time)?.survival ?? 1,
        incidence: incidenceBy(rest, 'restored', time).incidence,
      });
    }
  }
});

test('by hand: without part 1, two of three end, and one of them so', () => {
  const cases = [
    at(1, 'restored', 1),
    at(1, 'restored', 2),
    at(2, 'refused', 2),
    at(4, undefined, 2),
  ];
  // 1/3 at 1; then 2/3 open, one of two refused: 1/3 stays open.
  const [without1] = withoutEachPart(cases, 'restored', 3);
  expect(without1?.incidence).toBeCloseTo(1 / 3, 12);
  expect(without1?.open).toBeCloseTo(1 / 3, 12);
});

test('people who brought the same are as many clusters, to the last digit', () => {
  const three = Array.from({ length: 3 }, () => ({ hits: 1, n: 7 }));
  const rest = [
    { hits: 2, n: 3 },
    { hits: 0, n: 1 },
  ];
  expect(clusteredRatio([{ hits: 1, n: 7, people: 3 }, ...rest])).toEqual(
    clusteredRatio([...three, ...rest]),
  );
});
