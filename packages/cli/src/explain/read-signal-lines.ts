import { RiskSignal, ShieldError } from '@hrd-shield/contracts';
import { z } from 'zod';
import type { FoundSignal } from './found-signals.ts';

const OwnSignal = RiskSignal.omit({ actors: true });

/** Accounts of plain lines become pseudonyms, or nobody: an explanation shows no others. */
const LineActors = z
  .array(
    z.object({
      ref: z.string().startsWith('a_').optional(),
      account: z.string().optional(),
      posterior: z.number(),
    }),
  )
  .catch([]);

/** The pseudonym of an account, as the events of the same designations have it. */
export type RefOf = (account: string) => string;

const Line = z.looseObject({
  kind: z.string().optional(),
  explanation: z.looseObject({}),
  reasons: z.array(z.looseObject({ evidence: z.array(z.string()) })).optional(),
  actors: z.unknown().optional(),
});

/**
 * Reads the signals of a file that `detect` wrote, one JSON line each. Lines of campaigns are
 * passed over.
 * @param refOf who is meant where a file has plain ids; nobody when absent
 * @throws ShieldError `input.bad-file`, naming the line
 */
export async function readSignalLines(
  lines: AsyncIterable<string>,
  refOf?: RefOf,
): Promise<readonly FoundSignal[]> {
  const found: FoundSignal[] = [];
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() === '') continue;
    const signal = readLine(text, number, refOf);
    if (signal !== undefined) found.push(signal);
  }
  return found;
}

function readLine(text: string, number: number, refOf?: RefOf): FoundSignal | undefined {
  const value = parse(text, number);
  if (isCampaign(value)) return undefined;
  const line = Line.safeParse(value);
  if (!line.success) throw bad(number);
  const { explanation, reasons = explanation.reasons, actors, ...rest } = line.data;
  const signal = OwnSignal.safeParse({
    ...rest,
    explanation: { ...explanation, reasons: withRefs(reasons) },
  });
  if (!signal.success) throw bad(number);
  const listed = LineActors.parse(actors).map(({ account, posterior, ref }) => {
    const known = ref ?? (account === undefined ? undefined : refOf?.(account));
    return { posterior, ...(known === undefined ? {} : { ref: known }) };
  });
  const isSealed = typeof actors === 'string';
  return {
    signal: signal.data,
    actors: isSealed ? { kind: 'sealed' } : { kind: 'open', listed },
  };
}

/** Plain lines name events by the ids of their file; those are not shown. */
function withRefs(reasons: unknown): unknown {
  if (!Array.isArray(reasons)) return reasons;
  return reasons.map((reason: { readonly evidence?: readonly unknown[] }) => ({
    ...reason,
    evidence: (reason.evidence ?? []).filter((ref) => /^e_[\w-]{22}$/.test(String(ref))),
  }));
}

function isCampaign(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'campaign'
  );
}

function parse(text: string, number: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw bad(number);
    throw error;
  }
}

function bad(number: number): ShieldError {
  const detail = `line ${number} is not a signal as "detect --out" writes it`;
  return new ShieldError('input.bad-file', { detail });
}
