import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DeadLetter, TargetingRecord } from '../src/index.ts';
import { breakingChanges } from './compatibility.ts';
import { toJsonSchema } from './json-schema.ts';

const compare = (before: z.ZodType, after: z.ZodType) =>
  breakingChanges(toJsonSchema(before), toJsonSchema(after)).map(
    ({ path, change }) => `${path}: ${change}`,
  );

const before = z.object({
  id: z.string().max(10),
  kind: z.enum(['a', 'b']),
  note: z.string().optional(),
  tags: z.array(z.object({ name: z.string() })).max(4),
});

describe('breakingChanges', () => {
  it('finds none between a schema and itself', () => {
    expect(compare(TargetingRecord, TargetingRecord)).toEqual([]);
    expect(compare(DeadLetter, DeadLetter)).toEqual([]);
  });

  it('lets optional fields, wider lists and wider bounds in', () => {
    const after = z.object({
      id: z.string().max(20),
      kind: z.enum(['a', 'b', 'c']),
      note: z.string().optional(),
      tags: z.array(z.object({ name: z.string(), since: z.number().optional() })).max(8),
      more: z.boolean().optional(),
    });
    expect(compare(before, after)).toEqual([]);
  });

  it.each([
    ['a removed field', before.omit({ note: true }), 'note: removed'],
    ['a new required field', before.extend({ more: z.string() }), 'more: became required'],
    ['an optional field that became required', before.required(), 'note: became required'],
    ['a narrowed list', before.extend({ kind: z.enum(['a']) }), "kind: 'b' is no longer allowed"],
    ['a tighter bound', before.extend({ id: z.string().max(5) }), 'id: maxLength became 5'],
    ['another type', before.extend({ id: z.number() }), 'id: type string became number'],
    ['a pattern', before.extend({ id: z.string().max(10).regex(/^x/) }), 'id: pattern became ^x'],
    [
      'a removed field of a listed object',
      before.extend({ tags: z.array(z.object({})).max(4) }),
      'tags[].name: removed',
    ],
    ['a closed object', z.strictObject(before.shape), ': other fields are no longer allowed'],
  ])('refuses %s', (_, after, expected) => {
    expect(compare(before, after)).toContain(expected);
  });

  it('refuses a removed alternative of a union', () => {
    const one = z.object({ kind: z.literal('one') });
    const two = z.object({ kind: z.literal('two'), at: z.number() });
    expect(
      compare(z.discriminatedUnion('kind', [one, two]), z.discriminatedUnion('kind', [two])),
    ).toEqual(['<one>: removed']);
  });

  it('refuses a change of privacy class', () => {
    const was = z.object({ id: z.string().meta({ privacy: 'identity' }) });
    const is = z.object({ id: z.string().meta({ privacy: 'plain' }) });
    expect(compare(was, is)).toEqual(['id: privacy class became plain']);
  });
});
