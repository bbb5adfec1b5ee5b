import { randomBytes } from 'node:crypto';
import type { ResponderRef } from '@hrd-shield/contracts';
import type { ProtectionPolicy } from '@hrd-shield/domain/protection';
import type { PersonRow, PersonStore, TokenStore } from '@hrd-shield/postgres';
import { digestOf, newSecretToken } from '../desk-secrets.ts';
import { done, type HandlersOf, refuse } from '../server/route-types.ts';
import { type Cursors, pageFrom } from '../server/sign-cursor.ts';

type Acts =
  | 'readPerson'
  | 'changePerson'
  | 'readRota'
  | 'listTokens'
  | 'issueToken'
  | 'revokeToken';

export interface PeopleDeps {
  readonly persons: PersonStore;
  readonly tokens: TokenStore;
  readonly cursors: Cursors;
  readonly policy: Pick<ProtectionPolicy, 'hash' | 'rota'>;
}

const DAY_MS = 86_400_000;
const ID_BYTES = 16;
const LIST = 'tokens';

/** Responders, their rota, and tokens of programs, of which the secret is shown once. */
export function createPeopleHandlers({
  cursors,
  persons,
  policy,
  tokens,
}: PeopleDeps): HandlersOf<Acts> {
  return {
    readPerson: async ({ params }) => {
      const person = (await persons.find(params.responder)) ?? nobodyYet(params.responder);
      return done({ person: personBody(person) }, person.version);
    },
    changePerson: async ({ body, ifVersion = 0, params }) => {
      const person = { responder: params.responder, ...body, version: ifVersion + 1 };
      if (!(await persons.put(person))) return refuse('request.changed');
      return done({ person: personBody(person) }, person.version);
    },
    readRota: async () => done({ hash: policy.hash, rota: { ...policy.rota } }),
    listTokens: async ({ query }) => {
      const [after] = (cursors.read(LIST, query.cursor) ?? []) as [string?];
      const found = await tokens.list({ limit: query.limit + 1, after });
      return done(pageFrom(found, query.limit, ({ id }) => cursors.write(LIST, [id])));
    },
    issueToken: async ({ body, now }) => {
      const actsForDefender = body.role === 'defender' || body.role === 'delegate';
      const isWhole =
        (body.defender !== undefined) === actsForDefender &&
        (body.partner === undefined) === actsForDefender;
      if (!isWhole) return refuse('request.malformed');
      const token = newSecretToken();
      const id = `g_${randomBytes(ID_BYTES).toString('base64url')}`;
      const expiresAt = now + body.days * DAY_MS;
      const { defender, partner, role } = body;
      await tokens.add({
        id,
        digest: digestOf(token),
        role,
        ...(partner === undefined ? {} : { partner }),
        ...(defender === undefined ? {} : { defender }),
        createdAt: now,
        expiresAt,
      });
      return done({ id, token, expiresAt });
    },
    revokeToken: async ({ now, params }) =>
      (await tokens.revoke(params.id, now)) ? done(undefined) : refuse('access.unknown-token'),
  };
}

/** Somebody of whom nothing is written: version 0 is what a first change names. */
function nobodyYet(responder: ResponderRef): PersonRow {
  const nothing = { languages: [], skills: [], conflicts: [] };
  return { responder, ...nothing, clearance: 'standard', version: 0 };
}

function personBody({ conflicts, languages, skills, ...row }: PersonRow) {
  return { ...row, languages: [...languages], skills: [...skills], conflicts: [...conflicts] };
}
