import { runCli } from '../../program.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** When the attack begins. */
export const START = Date.parse('2026-03-01T12:00:00Z');
export const DEFENDER = 'canary-defender';
/** One designation, as a line of a file. */
export const DESIGNATIONS = JSON.stringify({
  account: DEFENDER,
  allowedMeasures: [],
  dataClasses: ['public-content'],
  language: 'en',
  expiresAt: '2030-01-01T00:00:00Z',
  reviewers: ['r_AAAAAAAAAAAAAAAAAAAAAA', 'r_BBBBBBBBBBBBBBBBBBBBBB'],
});

function anEvent(id: string, affected: string, at: number, actor: object): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: 'platform/test',
    type: 'org.hrdshield.content.replied.v1',
    time: new Date(at).toISOString(),
    data: {
      affected,
      actor,
      objectId: `object-${id}`,
      parentId: 'object-0',
      text: `you are a traitor, number ${id}`,
      language: 'en',
      verdicts: [{ provider: 'platform', label: 'hostile', score: 0.95, version: '1' }],
    },
  });
}

/** Forty accounts, made in one day and on one device, answer one person within twenty minutes. */
export function attackLines(): readonly string[] {
  const lines: string[] = [];
  for (let i = 0; i < 40; i += 1) {
    const actor = {
      account: `crew-${i}`,
      createdAt: START - 3 * DAY_MS + i * MINUTE_MS,
      deviceHash: 'one-device',
      profileHash: 'one-profile',
      surface: 'external-link',
      relation: { actorFollowsTarget: false, targetFollowsActor: false, interactions90d: 0 },
    };
    lines.push(anEvent(`e${i}`, DEFENDER, START + i * 30_000, actor));
    lines.push(anEvent(`o${i}`, `bystander-${i}`, START + i * 30_000, { account: `other-${i}` }));
  }
  return [...lines, '{"half":', '{}'];
}

export async function* linesFrom(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

/** Runs a command line as a person would. */
export async function run(argv: readonly string[]) {
  const out = { stdout: '', stderr: '' };
  const code = await runCli(argv, {
    env: {},
    stdin: linesFrom([]),
    stdout: { write: (text) => (out.stdout += text) },
    stderr: { write: (text) => (out.stderr += text) },
  });
  return { code, ...out };
}
