import {
  type AccessCell,
  createAuthoriser,
  loadAccessPolicies,
  walkAccess,
} from '@hrd-shield/authorisation';
import {
  DESK_ACTS,
  DESK_PURPOSES,
  DESK_ROLES,
  DESK_ROUTES,
  type DeskAct,
  type DeskRole,
  STAFF_ROLES,
} from '@hrd-shield/contracts/desk';
import {
  createSessionStore,
  createTokenStore,
  type DeskTables,
  openDatabase,
} from '@hrd-shield/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf, newSecretToken } from '../../services/desk/src/desk-secrets.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { type DeskStage, stageDesk } from './desk-stage.ts';

const DAY_MS = 86_400_000;
const PSEUDONYM = 'AAAAAAAAAAAAAAAAAAAAAA';
/** What a variable of an address holds here. */
const VALUES: Readonly<Record<string, string>> = {
  responder: `r_${PSEUDONYM}`,
  task: `t_${PSEUDONYM}`,
  case: `k_${PSEUDONYM}`,
  instance: `m_${PSEUDONYM}`,
  hold: `h_${PSEUDONYM}`,
  remedy: `y_${PSEUDONYM}`,
  report: `i_${PSEUDONYM}`,
  review: `v_${PSEUDONYM}`,
  defender: `d_${PSEUDONYM}`,
  request: `q_${PSEUDONYM}`,
  id: `g_${PSEUDONYM}`,
  number: '1',
  ordinal: '0',
};
/** These work without a body, and would end what the walk needs. */
const ENDING: readonly DeskAct[] = ['endSession'];

let at: Installation;
let desk: DeskStage;
const headersOf = new Map<DeskRole, Record<string, string>>();

beforeAll(async () => {
  at = await createInstallation('walk');
  desk = await stageDesk(at, {});
  const database = openDatabase<DeskTables>({ url: at.databaseUrl, applicationName: 'walk' });
  const sessions = createSessionStore(database.query);
  const tokens = createTokenStore(database.query);
  const now = Date.now();
  const times = { signedInAt: now, seenAt: now, expiresAt: now + DAY_MS };
  for (const role of DESK_ROLES) {
    const token = newSecretToken();
    const digest = digestOf(token);
    if (role === 'anonymous') headersOf.set(role, {});
    else if ((STAFF_ROLES as readonly string[]).includes(role)) {
      const responder = `r_${role.padEnd(22, 'B')}` as never;
      await sessions.start({ digest, responder, roles: [role], ...times });
      headersOf.set(role, await signedHeaders(token));
    } else {
      const isOwn = role === 'defender' || role === 'delegate';
      await tokens.add({
        id: `g_${role.padEnd(22, 'C')}`,
        digest,
        role: role as 'partner',
        ...((isOwn ? { defender: VALUES.defender } : { partner: 'helpline-one' }) as object),
        createdAt: now,
        expiresAt: now + DAY_MS,
      });
      headersOf.set(role, { authorization: `Bearer ${token}` });
    }
  }
  await database.stop();
});

afterAll(async () => {
  await desk.stop();
  at.remove();
});

/** The cookies and the proof of a session. */
async function signedHeaders(token: string): Promise<Record<string, string>> {
  const cookie = `shield-session=${token}`;
  const answer = await desk.server.inject({ url: '/v1/session', headers: { cookie } });
  const [csrf] = String(answer.headers['set-cookie']).split(';');
  return { cookie: `${cookie}; ${csrf}`, 'x-csrf-token': answer.json().csrf as string };
}

/** Whether the running service lets somebody do it: a malformed request is told so only then. */
async function isLet(act: DeskAct, role: DeskRole, purpose?: string): Promise<boolean> {
  const { method, path } = DESK_ROUTES[act];
  const answer = await desk.server.inject({
    method,
    url: path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => VALUES[name] ?? 'x'),
    headers: {
      ...headersOf.get(role),
      ...(purpose === undefined ? {} : { 'x-shield-purpose': purpose }),
    },
  });
  const code = answer.statusCode >= 400 ? (answer.json().code as string) : '';
  expect(answer.statusCode, `${act} by ${role}: ${code}`).toBeLessThan(500);
  expect(code).not.toBe('access.forged');
  return !['access.no-token', 'access.refused', 'access.needs-fresh-sign-in'].includes(code);
}

const lets = (cell: AccessCell | undefined, purpose?: string): boolean =>
  cell === 'yes' || (Array.isArray(cell) && purpose !== undefined && cell.includes(purpose));

describe('the running desk lets in whom the reviewed table lists, and nobody else', () => {
  const table = walkAccess(createAuthoriser(loadAccessPolicies()));

  it('for every route and role, without a purpose and with one that fits or does not', async () => {
    const wrong: string[] = [];
    let walked = 0;
    for (const act of DESK_ACTS.filter((each) => !ENDING.includes(each))) {
      for (const role of DESK_ROLES) {
        const cell = table.get(act)?.[role];
        const fitting = Array.isArray(cell) ? cell : [];
        const other = DESK_PURPOSES.find((purpose) => !fitting.includes(purpose));
        // With a purpose, and without where that makes the difference.
        const purposes =
          cell === 'yes' ? [undefined] : cell === 'no' ? [other] : [undefined, fitting[0], other];
        for (const purpose of purposes) {
          walked += 1;
          const is = await isLet(act, role, purpose);
          if (is !== lets(cell, purpose)) wrong.push(`${act} ${role} ${purpose ?? 'none'}: ${is}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(walked).toBeGreaterThan(800);
  });
});
